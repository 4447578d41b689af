package org.preimage.reconstruction.stability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.method.FilteredBackprojection.Backprojection;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

class PerturbationSearchTest {
    private static final Projector PROJECTOR =
            ParallelBeam.halfTurn(Space.image(8, 8, 1.5), 13, 1.3, 7).projector();

    private static final InverseProblem PROBLEM =
            new InverseProblem(PROJECTOR, new Image(PROJECTOR.range(), normal(PROJECTOR.range(), 1)));

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] normal(Space space, long seed) {
        RandomGenerator random = random(seed);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static Reconstructor fbp(Backprojection kind) {
        return new FilteredBackprojection(RampFilter.Window.HANN, 0.9, kind);
    }

    private static Image of(Reconstructor r) {
        return r.reconstruct(PROBLEM).image();
    }

    /** A linear method, column by column. */
    private static double[][] matrix(Reconstructor linear) {
        double[][] a = new double[PROJECTOR.domain().length()][PROJECTOR.range().length()];
        for (int j = 0; j < a[0].length; j++) {
            float[] unit = PROJECTOR.range().zeros();
            unit[j] = 1;
            float[] column = linear.reconstruct(new InverseProblem(PROJECTOR, new Image(PROJECTOR.range(), unit)))
                    .image()
                    .data();
            for (int i = 0; i < a.length; i++) {
                a[i][j] = column[i];
            }
        }
        return a;
    }

    @ParameterizedTest
    @EnumSource(Backprojection.class)
    void worstOfALinearMethodIsItsLargestSingularValue(Backprojection kind) {
        Reconstructor linear = fbp(kind);
        double largest = new SingularValueDecomposition(new Array2DRowRealMatrix(matrix(linear))).getNorm();
        for (double size : new double[] {0.3, 30}) {
            Perturbation worst = GradientAscent.of(1000).search(linear, PROBLEM, of(linear), size, null, random(2));
            assertEquals(largest, worst.gain(), 1e-3 * largest);
            assertEquals(size, worst.size(), 1e-3 * size);
            assertTrue(worst.gain() <= 1.0005 * largest);
            Perturbation noise = new RandomPerturbations(50).search(linear, PROBLEM, of(linear), size, null, random(3));
            Perturbation black = new DifferenceAscent(50).search(linear, PROBLEM, of(linear), size, null, random(3));
            assertTrue(noise.gain() < 0.8 * largest);
            assertTrue(black.gain() > noise.gain() && black.gain() <= 1.0005 * largest);
            assertEquals(50, black.reconstructions());
        }
    }

    @ParameterizedTest
    @EnumSource(Backprojection.class)
    void derivativeOfBackProjectionIsItsTransposedMatrix(Backprojection kind) {
        DifferentiableReconstructor linear = (DifferentiableReconstructor) fbp(kind);
        double[][] a = matrix(linear);
        float[] w = normal(PROJECTOR.domain(), 4);
        float[] out = normal(PROJECTOR.range(), 5);
        Image image = linear.vjp(PROBLEM, x -> w, out);
        assertEquals(0, Vectors.distanceSquared(of(linear).data(), image.data()));
        double scale = Vectors.norm(out);
        for (int j = 0; j < out.length; j++) {
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += a[i][j] * w[i];
            }
            assertEquals(sum, out[j], 1e-5 * scale);
        }
    }

    /** Back-projection, but for one direction of the data that tips the image over: x = B y + height tanh(steep <y - y0, q>) d. */
    private record Tipping(float[] q, float[] d, double height, double steep) implements DifferentiableReconstructor {
        static Tipping of(double height, double steep) {
            float[] d = normal(PROJECTOR.domain(), 6);
            float[] q = PROJECTOR.apply(d);
            Vectors.scale(1 / Vectors.norm(d), d);
            Vectors.scale(1 / Vectors.norm(q), q);
            return new Tipping(q, d, height, steep);
        }

        private double along(InverseProblem problem) {
            return Vectors.dot(q, problem.data().data())
                    - Vectors.dot(q, PROBLEM.data().data());
        }

        @Override
        public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
            Image image = fbp(Backprojection.MATCHED).reconstruct(problem).image();
            Vectors.add(height * Math.tanh(steep * along(problem)), d, image.data());
            return new Reconstruction(
                    image, Status.CONVERGED, 0, List.of(), new Provenance("tipping", "", Map.of(), Map.of()));
        }

        @Override
        public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
            Image image = reconstruct(problem).image();
            float[] w = cotangent.apply(image.data());
            ((DifferentiableReconstructor) fbp(Backprojection.MATCHED)).vjp(problem, x -> w, out);
            double cosh = Math.cosh(steep * along(problem));
            Vectors.add(height * steep / (cosh * cosh) * Vectors.dot(d, w), q, out);
            return image;
        }
    }

    @Test
    void anUnstableMethodIsExposed() {
        Tipping unstable = Tipping.of(5, 20);
        Image before = of(unstable);
        double size = 0.05;
        double stable = GradientAscent.of(100)
                .search(fbp(Backprojection.MATCHED), PROBLEM, before(), size, null, random(7))
                .gain();
        double worst = 5 * Math.tanh(20 * size) / size;
        Perturbation noise = new RandomPerturbations(1).search(unstable, PROBLEM, before, size, null, random(7));
        Perturbation found = GradientAscent.of(60).search(unstable, PROBLEM, before, size, null, random(7));
        Perturbation black = new DifferenceAscent(20)
                .search((p, l) -> unstable.reconstruct(p, l), PROBLEM, before, size, null, random(7));
        assertTrue(found.gain() > 0.98 * worst, found.gain() + " of " + worst);
        assertTrue(black.gain() > 0.9 * worst, black.gain() + " of " + worst);
        assertTrue(found.gain() > 20 * stable, found.gain() + " beside " + stable);
        assertTrue(noise.gain() < 0.5 * found.gain());
        // The image says so as well.
        assertEquals(
                found.change(),
                Math.sqrt(Vectors.distanceSquared(before.data(), found.image().data())),
                1e-4);
    }

    private static Image before() {
        return of(fbp(Backprojection.MATCHED));
    }

    @Test
    void ascentFindsAtLeastWhatChanceFinds() {
        for (int seed = 1; seed <= 5; seed++) {
            Tipping r = Tipping.of(seed, 0.5 * seed);
            double chance = new RandomPerturbations(200)
                    .search(r, PROBLEM, of(r), 1, null, random(seed))
                    .gain();
            Perturbation ascent = GradientAscent.of(40).search(r, PROBLEM, of(r), 1, null, random(seed));
            assertTrue(ascent.gain() >= chance, ascent.gain() + " beside " + chance);
            assertTrue(ascent.reconstructions() <= 40);
        }
    }

    @Test
    void aStartIsNotMadeWorse() {
        Reconstructor r = fbp(Backprojection.PIXEL);
        Perturbation good = GradientAscent.of(100).search(r, PROBLEM, of(r), 1, null, random(1));
        Perturbation again = new DifferenceAscent(2).search(r, PROBLEM, of(r), 2, good.values(), random(1));
        assertEquals(good.gain(), again.gain(), 1e-4 * good.gain());
        assertEquals(2, again.size(), 1e-3);
        // Relative: free of the scales of data and image.
        double scale = Vectors.norm(PROBLEM.data().data()) / Vectors.norm(of(r).data());
        assertEquals(good.gain() * scale, good.relativeGain(PROBLEM, of(r)), 1e-6 * good.gain() * scale);
    }

    @Test
    void derivativesAreUsedWhereTheyAre() {
        assertEquals(GradientAscent.of(7), PerturbationSearch.suited(fbp(Backprojection.PIXEL), 7, 3));
        assertEquals(new DifferenceAscent(3), PerturbationSearch.suited((p, l) -> null, 7, 3));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Reconstructor r = fbp(Backprojection.PIXEL);
        GradientAscent search = GradientAscent.of(5);
        assertEquals(
                "the size of the perturbation is 0.0, but must be positive and finite",
                assertThrows(IllegalArgumentException.class, () -> search.search(r, PROBLEM, of(r), 0, null, random(1)))
                        .getMessage());
        assertEquals(
                "the budget is 1 reconstructions, but a step alone takes 2",
                assertThrows(IllegalArgumentException.class, () -> new DifferenceAscent(1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new RandomPerturbations(0));
        assertThrows(IllegalArgumentException.class, () -> search.search(r, PROBLEM, of(r), 1e-20, null, random(1)));
        assertThrows(IllegalArgumentException.class, () -> new GradientAscent(5, 1, 1));
        Reconstructor black = (p, l) -> r.reconstruct(p, l);
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> search.search(black, PROBLEM, of(r), 1, null, random(1)))
                .getMessage()
                .startsWith("gradient ascent needs a method with a derivative"));
        assertThrows(
                CancellationException.class,
                () -> search.search(r, PROBLEM, of(r), 1, null, random(1), progress -> progress.iteration() < 3));
    }
}
