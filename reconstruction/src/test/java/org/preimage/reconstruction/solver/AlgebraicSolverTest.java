package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

/** SIRT, SART, OS-SART and LSQR keep the contract, and agree with what other software gave. */
class AlgebraicSolverTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final Space ROWS = Space.of(new Axis(Role.SAMPLE, 6, 1));

    /** Row 4 misses the image. */
    private static final float[][] MATRIX = {
        {3, 1, 0, 0}, {0, 2, 1, 0}, {1, 0, 2, 0}, {0, 0, 1, 2}, {0, 0, 0, 0}, {0, 1, 0, 3}
    };

    private static final float[] SOLUTION = {1, 0.5f, 3, 2};
    private static final float[] SIGNED = {1, -2, 3, 2};

    private static LinearOperator dense() {
        return LinearOperator.of(
                LINE,
                ROWS,
                (x, out) -> {
                    for (int i = 0; i < 6; i++) {
                        out[i] = 0;
                        for (int j = 0; j < 4; j++) {
                            out[i] += MATRIX[i][j] * x[j];
                        }
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < 4; j++) {
                        out[j] = 0;
                        for (int i = 0; i < 6; i++) {
                            out[j] += MATRIX[i][j] * y[i];
                        }
                    }
                });
    }

    /** The largest column sum: bounds the metric in which SIRT descends. */
    private static final double COLUMN = 5;

    @Nested
    class SirtContract extends IterationContract<Sirt.State> {
        @Override
        protected Iteration<Sirt.State> iteration() {
            return new Sirt(dense(), dense().apply(SIGNED), 1, Bounds.NONE, 0);
        }

        @Override
        protected float[] minimiser() {
            return SIGNED;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return COLUMN * squaredDistance / (2 * k);
        }
    }

    @Nested
    class BoundedSirtContract extends SirtContract {
        @Override
        protected Iteration<Sirt.State> iteration() {
            return new Sirt(dense(), dense().apply(SOLUTION), 1, new Bounds(0.5, 3), 0);
        }

        @Override
        protected float[] minimiser() {
            return SOLUTION;
        }
    }

    @Nested
    class LsqrContract extends IterationContract<Lsqr.State> {
        @Override
        protected Iteration<Lsqr.State> iteration() {
            return new Lsqr(dense(), dense().apply(SIGNED));
        }

        @Override
        protected float[] minimiser() {
            return SIGNED;
        }

        @Override
        protected int iterations() {
            return 20;
        }
    }

    /** 1/2 |x - b|^2 + d^2 / 2 |x|^2 has the minimiser b / (1 + d^2), from any start. */
    @Nested
    class DampedLsqrContract extends LsqrContract {
        @Override
        protected Iteration<Lsqr.State> iteration() {
            LinearOperator twice = LinearOperator.of(
                    LINE,
                    LINE,
                    (x, out) -> Vectors.combine(1, x, 0, x, out),
                    (y, out) -> Vectors.combine(1, y, 0, y, out));
            return new Lsqr(twice, new float[] {2, -4, 6, 4}, 1, 0, 0, 0);
        }
    }

    private static Projector tomography() {
        return ParallelBeam.halfTurn(Space.image(2, 2, 1), 3, 1, 4).projector();
    }

    private static final float[] PIXELS = {1, 0.5f, 2, 0.25f};

    @Nested
    class SartContract extends IterationContract<Sart.State> {
        protected int subsets() {
            return 4;
        }

        @Override
        protected Iteration<Sart.State> iteration() {
            Projector a = tomography();
            ViewSubsets views = new ViewSubsets(a, subsets(), ViewOrder.GOLDEN);
            return new Sart(views, a.apply(PIXELS), 1, 0, Bounds.NON_NEGATIVE, 0);
        }

        @Override
        protected float[] minimiser() {
            return PIXELS;
        }

        @Override
        protected double smallResidual() {
            return 1e-5;
        }
    }

    @Nested
    class OrderedSubsetsContract extends SartContract {
        @Override
        protected int subsets() {
            return 2;
        }
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
    }

    private static float[] gaussian(int n) {
        RandomGenerator random = random();
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Where the data contradict each other: SIRT's gradient vanishes, SART's corrections cancel. */
    @Test
    void contradictingDataHaveASolution() {
        Projector a = ParallelBeam.halfTurn(Space.image(4, 4, 1), 7, 1, 12).projector();
        float[] b = gaussian(a.range().length());
        Sirt sirt = new Sirt(a, b, 1.5, Bounds.NONE, 0);
        float[] zero = a.domain().zeros();
        float[] x = new Runner("test", Stopping.at(4000, 0)).run(sirt, zero).solution();
        float[] rows = AlgebraicUpdate.rowWeights(a);
        float[] r = a.apply(x);
        AlgebraicUpdate.weigh(rows, b, r, r);
        float[] first = new float[b.length];
        AlgebraicUpdate.weigh(rows, b, new float[b.length], first);
        assertTrue(Vectors.norm(a.adjoint(r)) < 1e-4 * Vectors.norm(a.adjoint(first)));
        ViewSubsets views = new ViewSubsets(a, 12, ViewOrder.GOLDEN);
        double[] left = new double[2];
        for (int i = 0; i < 2; i++) {
            Sart sart = new Sart(views, b, 0.5, i == 0 ? 0.1 : 0, Bounds.NONE, 0);
            float[] y = new Runner("test", Stopping.at(2000, 0)).run(sart, zero).solution();
            left[i] = Vectors.norm(drift(views, b, y)) / Vectors.norm(drift(views, b, zero));
        }
        assertTrue(left[0] < 0.01, "drift " + left[0]);
        assertTrue(left[1] > 3 * left[0], "a constant relaxation cycles, with drift " + left[1]);
    }

    /** sum_s C_s A_s* R_s (b_s - A_s x). */
    private static float[] drift(ViewSubsets views, float[] b, float[] x) {
        float[] sum = new float[x.length];
        for (int s = 0; s < views.count(); s++) {
            Projector a = views.part(s);
            float[] part = views.part(s, b);
            float[] r = a.apply(x);
            AlgebraicUpdate.weigh(AlgebraicUpdate.rowWeights(a), part, r, r);
            float[] c = AlgebraicUpdate.columnWeights(a, AlgebraicUpdate.ones(r.length));
            AlgebraicUpdate.move(1, c, a.adjoint(r), Bounds.NONE, sum);
        }
        return sum;
    }

    @Test
    void oneSubsetIsSirt() {
        Projector a = ParallelBeam.halfTurn(Space.image(9, 7, 1), 12, 1, 10).projector();
        float[] b = gaussian(a.range().length());
        Runner runner = new Runner("test", Stopping.at(5, 0));
        float[] zero = a.domain().zeros();
        float[] sirt =
                runner.run(new Sirt(a, b, 0.8, Bounds.NON_NEGATIVE, 0), zero).solution();
        ViewSubsets one = new ViewSubsets(a, 1, ViewOrder.SEQUENTIAL);
        float[] sart = runner.run(new Sart(one, b, 0.8, 0, Bounds.NON_NEGATIVE, 0), zero)
                .solution();
        assertArrayEquals(sirt, sart, 1e-6f);
    }

    @Test
    void everySubsetGetsItsViews() {
        Space image = Space.image(8, 8, 1);
        double[] angles = {170, 0, 45, 100, 190, 20};
        Projector a = new ParallelBeam(image, 11, 1, 5, angles).projector();
        ViewSubsets subsets = new ViewSubsets(a, 2, ViewOrder.SEQUENTIAL);
        // By angle modulo half a turn: 0, 10 (190), 20, 45, 100, 170.
        assertArrayEquals(new int[] {1, 5, 3}, subsets.views(0));
        assertArrayEquals(new int[] {4, 2, 0}, subsets.views(1));
        float[] x = gaussian(64);
        float[] all = a.apply(x);
        for (int k = 0; k < 2; k++) {
            assertArrayEquals(subsets.part(k).apply(x), subsets.part(k, all), 1e-5f);
        }
        assertThrows(IllegalArgumentException.class, () -> new ViewSubsets(a, 7, ViewOrder.GOLDEN));
        for (int n : new int[] {1, 2, 7, 90}) {
            int[] sorted = Arrays.stream(ViewOrder.GOLDEN.of(n)).sorted().toArray();
            assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
        }
        assertArrayEquals(new int[] {0, 6, 2, 8, 4, 1, 7, 3, 9, 5}, ViewOrder.GOLDEN.of(10));
    }

    @Test
    void threadsDoNotMatter() {
        Projector a = ParallelBeam.halfTurn(Space.image(40, 40, 1), 57, 1, 12).projector();
        float[] b = a.apply(gaussian(1600));
        ViewSubsets views = new ViewSubsets(a, 4, ViewOrder.GOLDEN);
        float[] zero = a.domain().zeros();
        for (Iteration<?> method : new Iteration<?>[] {
            new Sirt(a, b, 1, Bounds.NON_NEGATIVE, 0), new Sart(views, b, 1, 0, Bounds.NONE, 0), new Lsqr(a, b)
        }) {
            Runner runner = new Runner("test", Stopping.at(3, 0));
            float[] one = Parallelization.runSingleThreaded(() -> runner.run(method, zero))
                    .solution();
            float[] three = Parallelization.runWithNumThreads(3, () -> runner.run(method, zero))
                    .solution();
            assertArrayEquals(one, three);
        }
    }

    @Test
    void stopsAtTheDiscrepancy() {
        Projector a = ParallelBeam.halfTurn(Space.image(16, 16, 1), 15, 1, 20).projector();
        float[] truth = new float[256];
        Arrays.fill(truth, 70, 150, 1);
        float[] b = a.apply(truth);
        Vectors.add(0.5, gaussian(b.length), b);
        double goal = 0.5 * Math.sqrt(b.length);
        ViewSubsets views = new ViewSubsets(a, 5, ViewOrder.GOLDEN);
        for (Iteration<?> method : new Iteration<?>[] {
            new Sirt(a, b, 1, Bounds.NON_NEGATIVE, goal),
            new Sart(views, b, 0.5, 0, Bounds.NON_NEGATIVE, goal),
            new Landweber(a, b, 1, Bounds.NON_NEGATIVE, goal),
            new Lsqr(a, b, 0, 0, 0, goal),
            new Lsqr(a, b, 0.1, 0, 0, goal)
        }) {
            Outcome outcome = new Runner("test", Stopping.at(300, 0).every(1))
                    .run(method, a.domain().zeros());
            assertEquals(Status.CONVERGED, outcome.status(), method.getClass().getSimpleName());
            assertTrue(outcome.iterations() > 1);
            assertTrue(Math.sqrt(Vectors.distanceSquared(a.apply(outcome.solution()), b)) <= goal * 1.0001);
        }
    }

    private static float[] shared(String name) throws IOException {
        return Npy.read(SharedData.require("refs/" + name)).data();
    }

    private static <S> void compare(Iteration<S> method, int iterations, String name, double tolerance)
            throws IOException {
        float[] found = new Runner("test", Stopping.at(iterations, 0))
                .run(method, new float[64 * 64])
                .solution();
        double difference = Vectors.relativeDistance(found, shared(name));
        assertTrue(difference < tolerance, name + " differs by " + difference);
    }

    @Test
    void agreesWithOtherSoftware() throws IOException {
        Projector a = ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45).projector();
        float[] b = shared("ct_par_linear_fp_45x91.npy");
        compare(new Sirt(a, b, 1, Bounds.NONE, 0), 20, "ct_par_linear_sirt20.npy", 1.5e-5);
        compare(new Sirt(a, b, 1, Bounds.NON_NEGATIVE, 0), 20, "ct_par_linear_sirt20_min0.npy", 1.5e-5);
        ViewSubsets views = new ViewSubsets(a, 45, ViewOrder.SEQUENTIAL);
        compare(new Sart(views, b, 1, 0, Bounds.NONE, 0), 2, "ct_par_linear_sart90_sequential.npy", 2e-5);
        compare(new Cgls(a, b), 10, "ct_par_linear_cgls10.npy", 1e-2);
        compare(new Cgls(a, b), 10, "ct_par_linear_cgls10_double.npy", 1e-2);
        compare(new Lsqr(a, b), 10, "ct_par_linear_cgls10_double.npy", 1e-2);
        for (Iteration<?> method : new Iteration<?>[] {new Cgls(a, b), new Lsqr(a, b)}) {
            float[] x = new Runner("test", Stopping.at(10, 0))
                    .run(method, new float[64 * 64])
                    .solution();
            double misfit = Math.sqrt(Vectors.distanceSquared(a.apply(x), b));
            assertTrue(misfit <= 8.94, "misfit " + misfit);
        }
    }

    @Test
    void badParametersAreRefused() {
        LinearOperator a = dense();
        float[] b = a.range().zeros();
        assertThrows(IllegalArgumentException.class, () -> new Sirt(a, b, 2, Bounds.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sirt(a, b, 1, Bounds.NONE, -1));
        assertThrows(IllegalArgumentException.class, () -> new Sirt(a, new float[2], 1, Bounds.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new Bounds(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Lsqr(a, b, -1, 0, 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Sirt(a.scaled(-1), b, 1, Bounds.NONE, 0).start(new float[4]));
        ViewSubsets views = new ViewSubsets(tomography(), 2, ViewOrder.GOLDEN);
        float[] sinogram = tomography().range().zeros();
        assertThrows(IllegalArgumentException.class, () -> new Sart(views, sinogram, 1, -1, Bounds.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sart(views, b, 1, 0, Bounds.NONE, 0));
    }
}
