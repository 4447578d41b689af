package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
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

class NufftTest extends LinearOperatorContract {
    static Space coilImages(int coils, int... sizes) {
        Space image =
                sizes.length == 2 ? Space.image(sizes[0], sizes[1], 1) : Space.volume(sizes[0], sizes[1], sizes[2], 1);
        return image.complex().with(new Axis(Role.COIL, coils));
    }

    /** Samples anywhere in the band. */
    static Trajectory scattered(int count, long seed, int... sizes) {
        RandomGenerator random = random(seed);
        float[] k = new float[count * sizes.length];
        for (int i = 0; i < k.length; i++) {
            int n = sizes[i % sizes.length];
            k[i] = (float) (n * (random.nextDouble() - 0.5));
        }
        // The corners of the band are part of it.
        for (int a = 0; a < sizes.length; a++) {
            k[a] = -sizes[a] / 2f;
            k[sizes.length + a] = sizes[a] / 2f;
        }
        return new Trajectory(k, sizes.length, count, 1);
    }

    @Override
    protected LinearOperator operator() {
        return new Nufft(coilImages(2, 6, 7), scattered(40, 1, 6, 7));
    }

    @Override
    protected double dotTolerance() {
        return 1e-6;
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(new int[] {64, 64}, 1, 1e-5),
                Arguments.of(new int[] {63, 64}, 3, 1e-5),
                Arguments.of(new int[] {37, 91}, 11, 1e-5),
                Arguments.of(new int[] {1, 5}, 2, 1e-5),
                Arguments.of(new int[] {2, 3}, 1, 1e-5),
                Arguments.of(new int[] {200, 40}, 1, 1e-6),
                Arguments.of(new int[] {64, 50}, 2, 1e-3),
                Arguments.of(new int[] {64, 50}, 2, 1e-1),
                Arguments.of(new int[] {16, 15, 17}, 1, 1e-5),
                Arguments.of(new int[] {12, 20, 9}, 3, 1e-5),
                Arguments.of(new int[] {16, 16, 16}, 2, 1e-3));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isTheSumToTheAccuracyStated(int[] sizes, int coils, double accuracy) {
        Space space = coilImages(coils, sizes);
        // Few samples, so that coarse grids with wide kernels, which round most, are chosen where they may be.
        Trajectory trajectory = scattered(500, 3, sizes);
        Nufft fast = new Nufft(space, trajectory, accuracy);
        SlowNufft slow = new SlowNufft(space, trajectory);
        float[] x = gaussian(space, 4);
        float[] y = gaussian(fast.range(), 5);
        double forward = Vectors.relativeDistance(fast.apply(x), slow.apply(x));
        double adjoint = Vectors.relativeDistance(fast.adjoint(y), slow.adjoint(y));
        assertTrue(forward < 0.7 * accuracy + 4e-7, "forward " + forward);
        assertTrue(adjoint < 0.7 * accuracy + 4e-7, "adjoint " + adjoint);
        DotTest dot = DotTest.of(fast, random(6));
        assertTrue(dot.relativeError() < 1e-6, dot.message());
    }

    @Test
    void theWorstPixelKeepsTheAccuracyToo() {
        int[] sizes = {48, 60};
        Space space = coilImages(1, sizes);
        Trajectory trajectory = scattered(600, 3, sizes);
        float[] x = space.zeros();
        x[0] = 1;
        double error = Vectors.relativeDistance(
                new Nufft(space, trajectory).apply(x), new SlowNufft(space, trajectory).apply(x));
        assertTrue(error < Nufft.ACCURACY, "error " + error);
    }

    @Test
    void doesNotDependOnTheThreads() {
        Space space = coilImages(3, 60, 44);
        Nufft nufft = new Nufft(space, scattered(5000, 8, 60, 44));
        float[] y = gaussian(nufft.range(), 9);
        float[] one = Parallelization.runSingleThreaded(() -> nufft.adjoint(y));
        assertArrayEquals(one, Parallelization.runWithNumThreads(5, () -> nufft.adjoint(y)));
        assertArrayEquals(one, Parallelization.runWithNumThreads(2, () -> nufft.adjoint(y)));
    }

    @Test
    void callsTakeTheirGridsFromAPool() {
        Space space = coilImages(8, 128, 128);
        Nufft nufft = new Nufft(space, Trajectories.golden(20, 128, 64, 1));
        LinearOperator normal = nufft.gram();
        float[] x = gaussian(space, 1);
        float[] y = nufft.range().zeros();
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Parallelization.runSingleThreaded(() -> {
            long before = 0;
            for (int call = 0; call < 3; call++) {
                // The first calls fill the pool.
                before = thread.getCurrentThreadAllocatedBytes();
                nufft.apply(x, y);
                nufft.adjoint(y, x);
                normal.apply(x, normal.range().zeros());
            }
            return thread.getCurrentThreadAllocatedBytes() - before;
        });
        // One grid has at least 160 x 160 points; the result of the normal operator is one image.
        long grid = 8L * 8 * 160 * 160;
        assertTrue(allocated < grid / 2 + 4L * space.length(), allocated + " bytes for three calls");
    }

    @Test
    void aTrajectoryBeyondTheBandIsRefused() {
        Space space = coilImages(1, 8, 10);
        new Nufft(space, new Trajectory(new float[] {-4, 5, 4.00001f, 0}, 2, 2, 1));
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new Nufft(space, new Trajectory(new float[] {0, 5.1f, 4.2f, 0}, 2, 2, 1)));
        assertEquals(
                "the trajectory reaches kx = 4.20000 cycles per field of view, but 8 pixels hold at most 4.0",
                error.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> new Nufft(space, new Trajectory(new float[] {0, 0, 0}, 3, 1, 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Nufft(space, new Trajectory(new float[] {0, 0}, 2, 1, 1), 1e-9));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Nufft(Space.image(8, 10, 1).complex(), new Trajectory(new float[] {0, 0}, 2, 1, 1)));
    }
}
