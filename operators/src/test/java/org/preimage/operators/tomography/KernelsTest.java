package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The kernel with the Vector API keeps the contract and equals the plain one, in Java 17 as well, where it is slow; and the choice
 * between them.
 */
class KernelsTest {
    private static final ParallelKernel PLAIN = PlainKernel.INSTANCE;
    private static final ParallelKernel VECTOR = Kernels.vectorKernel();

    private static final double[] SCATTERED = {-17, 0, 5.7, 40, 45, 69, 90, 115, 135, 166, 180, 200, 225, 270, 286, 315
    };

    private static ParallelBeam beam(int nx, int ny, double h, int cells, double spacing, double center, double... t) {
        return new ParallelBeam(Space.image(nx, ny, h), cells, spacing, center, t);
    }

    /** Both kernels' operators of one geometry and model. */
    abstract static class Contract extends LinearOperatorContract {
        abstract ParallelBeam geometry();

        abstract Model model();

        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(geometry(), model(), VECTOR);
        }
    }

    @Nested
    class SquareJoseph extends Contract {
        @Override
        ParallelBeam geometry() {
            return ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 15);
        }

        @Override
        Model model() {
            return Model.JOSEPH;
        }
    }

    @Nested
    class SquareStrips extends Contract {
        @Override
        ParallelBeam geometry() {
            return ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 15);
        }

        @Override
        Model model() {
            return Model.STRIP;
        }
    }

    @Nested
    class FineJoseph extends Contract {
        @Override
        ParallelBeam geometry() {
            return beam(13, 11, 1, 27, 0.6, 12.6, SCATTERED);
        }

        @Override
        Model model() {
            return Model.JOSEPH;
        }
    }

    @Nested
    class FineStrips extends Contract {
        @Override
        ParallelBeam geometry() {
            return beam(13, 11, 1, 27, 0.6, 12.6, SCATTERED);
        }

        @Override
        Model model() {
            return Model.STRIP;
        }
    }

    @Nested
    class OffsetStrips extends Contract {
        @Override
        ParallelBeam geometry() {
            return beam(7, 13, 0.4, 9, 0.53, 9.3, SCATTERED);
        }

        @Override
        Model model() {
            return Model.STRIP;
        }
    }

    @Nested
    class PlainCoarseStrips extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(16, 11, 0.5, 7, 1.7, 3.2, SCATTERED), Model.STRIP, PLAIN);
        }
    }

    @Nested
    class PlainFineStrips extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ParallelProjector(beam(9, 6, 1, 61, 0.21, 27.4, 0, 30, 45, 80, 90, 110), Model.STRIP, PLAIN);
        }
    }

    /** Ratios of cell to pixel on all sides of what the vector kernel covers, few and many pixels, shifted detectors. */
    static Stream<ParallelBeam> geometries() {
        return Stream.of(
                ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45),
                beam(33, 50, 0.7, 70, 0.7, 34.5, SCATTERED),
                beam(50, 33, 0.7, 132, 0.35, 60.2, SCATTERED),
                beam(50, 33, 0.7, 130, 0.36, 60.2, SCATTERED),
                beam(50, 33, 0.7, 80, 0.6, 41.2, SCATTERED),
                beam(50, 33, 0.7, 50, 0.98, 24.7, SCATTERED),
                beam(50, 33, 0.7, 400, 0.11, 190.2, SCATTERED),
                beam(50, 33, 0.7, 20, 2.3, 9.7, SCATTERED),
                beam(41, 40, 1, 30, 1, 40.0, SCATTERED),
                beam(40, 40, 1, 31, 1, -200, SCATTERED),
                beam(5, 300, 1, 301, 1, 150, SCATTERED),
                beam(1, 1, 2, 4, 1, 1.25, 0, 45, 61),
                beam(17, 1, 1, 33, 1, 16, SCATTERED),
                beam(40, 40, 0.02, 7, 0.2, 3, SCATTERED));
    }

    /** Something smooth, as images are: floats leave little doubt about it. */
    private static float[] smooth(Space space, long seed) {
        RandomGenerator random = ParallelProjectorTest.random(seed);
        double[] phase = random.doubles(4, 0, 6).toArray();
        float[] x = space.zeros();
        int n = space.size(0);
        for (int i = 0; i < x.length; i++) {
            double c = (i % n) * 0.11;
            double r = (i / n) * 0.13;
            x[i] = (float) (2 + Math.sin(c + phase[0]) * Math.cos(r + phase[1]) + Math.sin(2 * c - r + phase[2]));
        }
        return x;
    }

    private static void assertClose(String what, float[] expected, float[] found, double tolerance) {
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error <= tolerance, what + ": relative distance " + error + ", allowed " + tolerance);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void kernelsAgree(ParallelBeam geometry) {
        Rays rays = new Rays(geometry);
        float[] x = smooth(geometry.image(), 1);
        float[] y = smooth(geometry.sinogram(), 2);
        double[] weights = new double[geometry.views()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + 0.1 * i;
        }
        float[] a = geometry.sinogram().zeros();
        float[] b = geometry.sinogram().zeros();
        float[] c = geometry.image().zeros();
        float[] d = geometry.image().zeros();
        PLAIN.project(rays, x, a);
        VECTOR.project(rays, x, b);
        assertClose("projection", a, b, 1e-6);
        PLAIN.adjoint(rays, y, c);
        VECTOR.adjoint(rays, y, d);
        assertClose("transpose", c, d, 1e-6);
        PLAIN.backproject(rays, weights, y, c);
        VECTOR.backproject(rays, weights, y, d);
        assertClose("back-projection", c, d, 1e-6);
        PLAIN.projectStrips(rays, x, a);
        VECTOR.projectStrips(rays, x, b);
        assertClose("strips", a, b, 1e-6);
        PLAIN.adjointStrips(rays, y, c);
        VECTOR.adjointStrips(rays, y, d);
        assertClose("strips' transpose", c, d, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void equalTheSlowTwins(ParallelBeam geometry) {
        Rays rays = new Rays(geometry);
        float[] x = ParallelProjectorTest.gaussian(geometry.image(), 1);
        float[] y = ParallelProjectorTest.gaussian(geometry.sinogram(), 2);
        SlowJoseph joseph = new SlowJoseph(geometry);
        SlowStrips strips = new SlowStrips(geometry);
        float[] sinogram = geometry.sinogram().zeros();
        float[] image = geometry.image().zeros();
        VECTOR.project(rays, x, sinogram);
        assertClose("projection", joseph.project(x), sinogram, 1e-5);
        VECTOR.adjoint(rays, y, image);
        assertClose("transpose", joseph.adjoint(y), image, 1e-5);
        for (ParallelKernel kernel : List.of(PLAIN, VECTOR)) {
            kernel.projectStrips(rays, x, sinogram);
            assertClose("strips, " + kernel, strips.project(x), sinogram, 1e-5);
            kernel.adjointStrips(rays, y, image);
            assertClose("strips' transpose, " + kernel, strips.adjoint(y), image, 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void floatsAreTheSameForAnyNumberOfThreads(Model model) {
        ParallelBeam geometry = ParallelBeam.halfTurn(Space.image(150, 131, 1), 203, 1, 97);
        for (ParallelKernel kernel : List.of(PLAIN, VECTOR)) {
            LinearOperator a = new ParallelProjector(geometry, model, kernel);
            Image x = new Image(a.domain(), ParallelProjectorTest.gaussian(a.domain(), 1));
            Image y = new Image(a.range(), ParallelProjectorTest.gaussian(a.range(), 2));
            float[] ax = Parallelization.runSingleThreaded(() -> a.apply(x)).data();
            float[] aty = Parallelization.runSingleThreaded(() -> a.adjoint(y)).data();
            for (int threads : new int[] {2, 5}) {
                assertArrayEquals(
                        ax,
                        Parallelization.runWithNumThreads(threads, () -> a.apply(x))
                                .data());
                assertArrayEquals(
                        aty,
                        Parallelization.runWithNumThreads(threads, () -> a.adjoint(y))
                                .data());
            }
        }
    }

    @Test
    void stripsKeepTheIntegral() {
        Space space = Space.image(64, 48, 0.5);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, 140, 0.35, 12);
        float[] image = ParallelProjectorTest.gaussian(space, 4);
        double total = 0;
        for (float v : image) {
            total += v * 0.25;
        }
        float[] sinogram = geometry.projector(Model.STRIP).apply(image);
        for (int a = 0; a < 12; a++) {
            double sum = 0;
            for (int j = 0; j < 140; j++) {
                sum += sinogram[a * 140 + j] * 0.35;
            }
            assertEquals(total, sum, 2e-4);
        }
    }

    @Test
    void aStripAcrossASquareIsItsArea() {
        // The pixel's shadow at 45 degrees is a triangle of height sqrt(2) and half width 1 / sqrt(2).
        float[] y = beam(1, 1, 1, 3, 1, 1, 0, 45).projector(Model.STRIP).apply(new float[] {2});
        double corner = Math.pow(Math.sqrt(0.5) - 0.5, 2);
        float[] expected = {0, 2, 0, (float) (2 * corner), (float) (2 - 4 * corner), (float) (2 * corner)};
        assertArrayEquals(expected, y, 1e-5f);
    }

    @Test
    void theChoiceSaysWhatItIs() {
        boolean vector = Kernels.best() instanceof VectorKernel;
        assertTrue(Kernels.description().startsWith(vector ? "vectors of " : "plain Java: "), Kernels.description());
        if (Runtime.version().feature() < 21) {
            assertTrue(Kernels.best() instanceof PlainKernel, Kernels.description());
        }
    }

    @Test
    void aPropertyForcesTheKernel() {
        assertEquals("plain Java: asked for by preimage.kernel", Kernels.describe("plain", 25, true));
        assertTrue(Kernels.describe("vector", 17, true).endsWith(" bits: asked for by preimage.kernel"));
        assertTrue(Kernels.describe(null, 17, true).contains("Java 17"));
        assertTrue(Kernels.describe(null, 25, false).contains("--add-modules jdk.incubator.vector"));
        assertTrue(refusal("vector", false).contains("--add-modules jdk.incubator.vector"));
        assertTrue(refusal("fast", true).contains("must be plain or vector"));
    }

    private static String refusal(String forced, boolean there) {
        return assertThrows(IllegalArgumentException.class, () -> Kernels.describe(forced, 25, there))
                .getMessage();
    }

    @Test
    void bothCanBeTimed() {
        double gain = Kernels.gain();
        assertTrue(Double.isFinite(gain) && gain > 0);
    }
}
