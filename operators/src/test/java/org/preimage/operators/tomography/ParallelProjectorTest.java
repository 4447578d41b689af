package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.DotTest;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The projector keeps its contract in odd geometries, equals its slow twin, and measures discs as they are. */
class ParallelProjectorTest {
    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    static float[] gaussian(Space space, long seed) {
        RandomGenerator random = random(seed);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static ParallelBeam beam(int nx, int ny, double h, int cells, double spacing, double center, double... t) {
        return new ParallelBeam(Space.image(nx, ny, h), cells, spacing, center, t);
    }

    /** As in the references' second geometry. */
    private static final double[] SCATTERED = {-17, 0, 5.7, 40, 45, 69, 90, 115, 135, 166, 180, 200, 225, 286, 315};

    @Nested
    class SquareContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 15));
        }
    }

    @Nested
    class OddContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(7, 13, 0.4, 19, 0.53, 8.3, SCATTERED));
        }
    }

    @Nested
    class FineDetectorContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(9, 6, 1, 61, 0.21, 27.4, 0, 30, 45, 80, 90, 110));
        }
    }

    @Nested
    class CoarseDetectorContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(16, 11, 0.5, 7, 1.7, 3.2, SCATTERED));
        }
    }

    @Nested
    class ShortDetectorContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(14, 14, 1, 5, 1, 4.5, SCATTERED));
        }
    }

    @Nested
    class OnePixelContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(1, 1, 2, 4, 1, 1.25, 0, 45, 61));
        }
    }

    static Stream<ParallelBeam> geometries() {
        return Stream.of(
                ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45),
                beam(33, 50, 0.7, 70, 0.7, 34.5, SCATTERED),
                beam(50, 33, 0.7, 400, 0.11, 190.2, SCATTERED),
                beam(50, 33, 0.7, 20, 2.3, 9.7, SCATTERED),
                beam(41, 40, 1, 30, 1, 40.0, SCATTERED),
                beam(40, 40, 1, 31, 1, -200, SCATTERED),
                beam(5, 300, 1, 301, 1, 150, SCATTERED));
    }

    private static void assertClose(float[] expected, float[] found, double tolerance) {
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error <= tolerance, "relative distance " + error + ", allowed " + tolerance);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void equalsTheSlowTwin(ParallelBeam geometry) {
        LinearOperator a = new ParallelProjector(geometry);
        SlowJoseph slow = new SlowJoseph(geometry);
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        assertClose(slow.project(x), a.apply(x), 1e-5);
        assertClose(slow.adjoint(y), a.adjoint(y), 1e-5);
        double[] weights = new double[geometry.views()];
        RandomGenerator random = random(3);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 0.5 + random.nextDouble();
        }
        float[] b = a.domain().zeros();
        new PixelBackprojection(geometry, weights).apply(y, b);
        // White noise on a detector of 400 cells: positions are floats of up to 200.
        assertClose(slow.backproject(weights, y), b, 3e-5);
        float[] spread = a.range().zeros();
        new PixelBackprojection(geometry, weights).adjoint(x, spread);
        assertEquals(Vectors.dot(b, x), Vectors.dot(y, spread), 1e-4 * Vectors.norm(b) * Vectors.norm(x));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void tablesInSlabsGiveTheSameFloats(ParallelBeam geometry) {
        LinearOperator whole = new ParallelProjector(geometry, Model.JOSEPH, PlainKernel.INSTANCE);
        LinearOperator slabs = new ParallelProjector(geometry, Model.JOSEPH, new PlainKernel(3000));
        float[] x = gaussian(whole.domain(), 1);
        float[] y = gaussian(whole.range(), 2);
        assertArrayEquals(whole.apply(x), slabs.apply(x));
        assertArrayEquals(whole.adjoint(y), slabs.adjoint(y));
    }

    @Test
    void dotTestHoldsAtFullSize() {
        LinearOperator a = new ParallelProjector(ParallelBeam.halfTurn(Space.image(512, 512, 1), 729, 1, 180));
        DotTest result = DotTest.of(a, random(5));
        assertTrue(result.relativeError() < 1e-5, result.message());
    }

    @Test
    void floatsAreTheSameForAnyNumberOfThreads() {
        ParallelBeam geometry = ParallelBeam.halfTurn(Space.image(150, 131, 1), 203, 1, 97);
        LinearOperator a = new ParallelProjector(geometry);
        PixelBackprojection b = new PixelBackprojection(geometry, AngularWeights.of(geometry));
        Image x = new Image(a.domain(), gaussian(a.domain(), 1));
        Image y = new Image(a.range(), gaussian(a.range(), 2));
        float[] ax = Parallelization.runSingleThreaded(() -> a.apply(x)).data();
        float[] aty = Parallelization.runSingleThreaded(() -> a.adjoint(y)).data();
        float[] by = Parallelization.runSingleThreaded(() -> b.apply(y)).data();
        for (int threads : new int[] {2, 5}) {
            assertArrayEquals(
                    ax,
                    Parallelization.runWithNumThreads(threads, () -> a.apply(x)).data());
            assertArrayEquals(
                    aty,
                    Parallelization.runWithNumThreads(threads, () -> a.adjoint(y))
                            .data());
            assertArrayEquals(
                    by,
                    Parallelization.runWithNumThreads(threads, () -> b.apply(y)).data());
        }
    }

    @Test
    void discsCastTheirAnalyticShadows() {
        Space space = Space.image(512, 512, 0.5);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, 729, 0.5, 720);
        EllipsePhantom discs = Discs.of(
                new Discs.Disc(0, 0, 110, 1),
                new Discs.Disc(-40, 30, 35, 0.5),
                new Discs.Disc(45, 20, 25, -0.4),
                new Discs.Disc(10, -55, 30, 0.8),
                new Discs.Disc(-45, -45, 12, 1));
        float[] measured =
                new ParallelProjector(geometry).apply(discs.render(space, 8)).data();
        float[] exact = discs.sinogram(geometry).data();
        double error = Vectors.relativeDistance(measured, exact);
        assertTrue(error < 0.007, "relative RMS error " + error);
    }

    @Test
    void aCentralRayCrossesASquareByItsSide() {
        ParallelBeam geometry = beam(20, 20, 0.25, 3, 0.25, 1, 0, 90, 45);
        float[] ones = new float[400];
        Arrays.fill(ones, 1);
        float[] y = new ParallelProjector(geometry).apply(ones);
        assertEquals(5, y[1], 1e-5);
        assertEquals(5, y[4], 1e-5);
        assertEquals(5 * Math.sqrt(2), y[7], 0.2);
    }

    @Test
    void aDetectorFarTooFineIsRefused() {
        ParallelBeam geometry = beam(4, 4, 1, 10, 1e-5, 5, 0);
        String message = assertThrows(IllegalArgumentException.class, () -> new ParallelProjector(geometry))
                .getMessage();
        assertTrue(message.contains("detector spacing"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new PixelBackprojection(beam(4, 4, 1, 10, 1, 5, 0), new double[2]));
    }
}
