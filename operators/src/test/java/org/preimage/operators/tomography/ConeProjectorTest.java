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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.DotTest;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The cone-beam projectors keep their contract in odd geometries and equal their slow twin. */
class ConeProjectorTest {
    /** Both axes' directions, ties at 45 degrees, and some that no symmetry favours. */
    private static final double[] SCATTERED = {-17, 0, 45, 69, 90, 135, 166, 180, 225, 286, 400.5};

    private static Space volume(int nx, int ny, int nz, double h, double hz) {
        return Space.image(nx, ny, h).with(new Axis(Role.Z, nz, hz));
    }

    private static float[] gaussian(Space space, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static ConeBeam small() {
        Detector panel = new Detector(7, 1.9, 2.7, 6, 1.4, 2.1);
        return new ConeBeam(volume(6, 7, 6, 1.1, 0.8), panel, 12, 20, new double[] {3, 45, 100, 215, 287});
    }

    @Nested
    class JosephContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return small().projector();
        }
    }

    @Nested
    class StripContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return small().projector(Model.STRIP);
        }
    }

    @Nested
    class TruncatedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            Detector panel = new Detector(3, 1, 0.2, 4, 2.5, 3.4);
            return new ConeBeam(volume(9, 5, 5, 1, 1.7), panel, 8, 30, SCATTERED).projector();
        }
    }

    @Nested
    class OneVoxelContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            Detector panel = Detector.panel(4, 5, 0.9);
            return new ConeBeam(volume(1, 1, 1, 2, 3), panel, 10, 15, new double[] {0, 45, 61}).projector(Model.STRIP);
        }
    }

    static Stream<Arguments> geometries() {
        Space cube = volume(21, 21, 21, 1, 1);
        Space flat = volume(30, 17, 9, 0.7, 1.9);
        Space tall = volume(11, 16, 60, 1.3, 0.35);
        Stream<ConeBeam> beams = Stream.of(
                new ConeBeam(cube, Detector.panel(32, 30, 1.4), 60, 90, SCATTERED),
                new ConeBeam(flat, new Detector(40, 0.9, 21.3, 25, 1.3, 10.2), 16, 30, SCATTERED),
                // Fine and coarse cells, the panel shifted in both directions, wide fans.
                new ConeBeam(tall, new Detector(150, 0.31, 66.6, 80, 0.9, 47), 25, 40, SCATTERED),
                new ConeBeam(tall, new Detector(11, 5.3, 4.1, 9, 7, 3.3), 25, 40, SCATTERED),
                new ConeBeam(flat, new Detector(19, 4, 9.5, 14, 5, 6.5), 12.5, 26, SCATTERED),
                // The panel sees a corner, a strip above the volume's middle, or nothing.
                new ConeBeam(cube, new Detector(12, 1.5, 11.8, 10, 1.5, -3), 30, 50, SCATTERED),
                new ConeBeam(cube, new Detector(12, 1.5, -300, 10, 1.5, 4), 30, 50, SCATTERED),
                new ConeBeam(cube, new Detector(12, 1.5, 5, 10, 1.5, -200), 30, 50, SCATTERED),
                new ConeBeam(volume(40, 3, 2, 1, 1), new Detector(64, 1.4, 30, 1, 4, 0), 21, 42, SCATTERED));
        return beams.flatMap(b -> Stream.of(Model.values()).map(m -> Arguments.of(b, m)));
    }

    private static void assertClose(float[] expected, float[] found, double tolerance) {
        double size = Vectors.norm(expected);
        double error = Math.sqrt(Vectors.distanceSquared(found, expected));
        assertTrue(error <= tolerance * size, "relative distance " + error / size + ", allowed " + tolerance);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void equalsTheSlowTwin(ConeBeam beam, Model model) {
        LinearOperator a = beam.projector(model);
        SlowCone slow = new SlowCone(beam, model);
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        assertClose(slow.project(x), a.apply(x), 1e-6);
        assertClose(slow.adjoint(y), a.adjoint(y), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void tablesInBlocksGiveTheSame(ConeBeam beam, Model model) {
        LinearOperator whole = beam.projector(model);
        LinearOperator blocks = new ConeProjector(beam, model, 5000);
        float[] x = gaussian(whole.domain(), 1);
        float[] y = gaussian(whole.range(), 2);
        assertArrayEquals(whole.apply(x), blocks.apply(x));
        // Blocks are rounded to float before they are added.
        assertClose(whole.adjoint(y), blocks.adjoint(y), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("models")
    void dotTestHoldsAtSize(Model model) {
        ConeBeam beam = new ConeBeam(
                volume(90, 76, 150, 0.5, 0.4),
                new Detector(130, 0.7, 61.3, 110, 0.8, 57),
                90,
                150,
                Beam.uniformAngles(0, 360, 17));
        DotTest result = DotTest.of(
                beam.projector(model),
                RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(5));
        assertTrue(result.relativeError() < 1e-6, result.message());
    }

    static Stream<Model> models() {
        return Stream.of(Model.values());
    }

    @ParameterizedTest
    @MethodSource("models")
    void floatsAreTheSameForAnyNumberOfThreads(Model model) {
        ConeBeam beam = new ConeBeam(
                volume(75, 90, 70, 1, 1), Detector.panel(90, 60, 1.6), 150, 260, Beam.uniformAngles(0, 360, 7));
        LinearOperator a = beam.projector(model);
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        float[] ax = Parallelization.runSingleThreaded(() -> a.apply(x));
        float[] aty = Parallelization.runSingleThreaded(() -> a.adjoint(y));
        for (int threads : new int[] {2, 5}) {
            assertArrayEquals(ax, Parallelization.runWithNumThreads(threads, () -> a.apply(x)));
            assertArrayEquals(aty, Parallelization.runWithNumThreads(threads, () -> a.adjoint(y)));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aRayCrossesACuboidByItsLength(Model model) {
        // Up the cone by 3 in 20, the ray crosses 10 mm of slab.
        Detector panel = new Detector(1, 0.02, 0, 2, 3, 0);
        ConeBeam beam = new ConeBeam(volume(10, 10, 12, 1, 1), panel, 10, 20, new double[] {0, 90});
        float[] ones = new float[1200];
        Arrays.fill(ones, 1);
        float[] y = beam.projector(model).apply(ones);
        assertEquals(10, y[0], 1e-5);
        assertEquals(10 * Math.hypot(1, 3 / 20.0), y[1], 1e-5);
        assertEquals(10, y[2], 1e-5);
    }

    @Test
    void aRowOfVoxelsRoundTheMiddleIsSeenAsByItsDensity() {
        ConeBeam beam = small();
        assertEquals(Model.STRIP, beam.projector(Model.STRIP).model());
        assertEquals(3, beam.projector().ofViews(1, 2, 4).beam().views());
    }

    @Test
    void cellsWiderThanTheSourceIsFarAreRefused() {
        ConeBeam beam = new ConeBeam(volume(4, 4, 4, 1, 1), Detector.panel(3, 3, 30), 10, 20, new double[] {0});
        String message = assertThrows(IllegalArgumentException.class, () -> beam.projector(Model.STRIP))
                .getMessage();
        assertTrue(message.contains("30.0 mm wide, but must be narrower than the 20.0 mm"), message);
    }
}
