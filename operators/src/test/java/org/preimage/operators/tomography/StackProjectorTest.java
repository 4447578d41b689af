package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.DotTest;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** A stack keeps the contract, and each of its slices is what the projector of a slice makes of it. */
class StackProjectorTest {
    private static ParallelBeam beam(int nx, int ny, double h, int cells, double spacing, double center, double... t) {
        return new ParallelBeam(Space.image(nx, ny, h), cells, spacing, center, t);
    }

    private static final double[] SCATTERED = {-17, 0, 5.7, 40, 45, 69, 90, 115, 135, 166, 180, 200, 225, 286, 315};

    @Nested
    class InterleavedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return beam(6, 7, 0.4, 9, 0.53, 3.7, 0, 30, 45, 100, 160)
                    .stack(5, 2)
                    .projector();
        }
    }

    @Nested
    class FineDetectorContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return beam(5, 4, 1, 25, 0.21, 11.4, 0, 45, 110).stack(4, 1).projector();
        }
    }

    @Nested
    class SlicewiseContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new SlicewiseProjector(
                    beam(6, 7, 0.4, 9, 0.53, 3.7, SCATTERED).stack(2, 2), Model.JOSEPH);
        }
    }

    static Stream<ParallelBeam> geometries() {
        return Stream.of(
                ParallelBeam.halfTurn(Space.image(70, 70, 1), 101, 1, 45).stack(16, 1),
                beam(33, 50, 0.7, 70, 0.7, 34.5, SCATTERED).stack(21, 0.3),
                beam(50, 33, 0.7, 400, 0.11, 190.2, SCATTERED).stack(6, 1),
                beam(50, 33, 0.7, 20, 2.3, 9.7, SCATTERED).stack(83, 2),
                beam(41, 40, 1, 30, 1, 40.0, SCATTERED).stack(64, 1),
                beam(40, 40, 1, 31, 1, -200, SCATTERED).stack(7, 1),
                beam(5, 300, 1, 301, 1, 150, SCATTERED).stack(1, 1));
    }

    private static void assertClose(float[] expected, float[] found) {
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error <= 1e-5, "relative distance " + error);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void equalsTheSlowTwinInEverySlice(ParallelBeam stack) {
        int slices = stack.detector().rows();
        LinearOperator a = stack.projector();
        SlowJoseph slow = new SlowJoseph(stack.slice());
        float[] x = ParallelProjectorTest.gaussian(a.domain(), 1);
        float[] y = ParallelProjectorTest.gaussian(a.range(), 2);
        double[] weights = new double[stack.views()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 0.5 + 0.1 * i;
        }
        float[] ax = a.apply(x);
        float[] aty = a.adjoint(y);
        float[] by = a.domain().zeros();
        new PixelBackprojection(stack, weights).apply(y, by);
        for (int z = 0; z < slices; z += Math.max(1, slices / 5)) {
            assertClose(slow.project(slice(x, z, slices)), row(ax, z, stack));
            float[] data = row(y, z, stack);
            assertClose(slow.adjoint(data), slice(aty, z, slices));
            assertClose(slow.backproject(weights, data), slice(by, z, slices));
        }
    }

    private static float[] slice(float[] volume, int z, int slices) {
        int plane = volume.length / slices;
        float[] out = new float[plane];
        System.arraycopy(volume, z * plane, out, 0, plane);
        return out;
    }

    private static float[] row(float[] sinogram, int z, ParallelBeam stack) {
        int cells = stack.detectors();
        float[] out = new float[stack.views() * cells];
        for (int a = 0; a < stack.views(); a++) {
            System.arraycopy(sinogram, (a * stack.detector().rows() + z) * cells, out, a * cells, cells);
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void tablesInSlabsGiveTheSameSums(ParallelBeam stack) {
        LinearOperator whole = stack.projector();
        LinearOperator slabs = new StackProjector(stack, new StackKernel(20000));
        float[] x = ParallelProjectorTest.gaussian(whole.domain(), 1);
        float[] y = ParallelProjectorTest.gaussian(whole.range(), 2);
        assertClose(whole.apply(x), slabs.apply(x));
        assertClose(whole.adjoint(y), slabs.adjoint(y));
    }

    @Test
    void floatsAreTheSameForAnyNumberOfThreads() {
        ParallelBeam stack =
                ParallelBeam.halfTurn(Space.image(90, 71, 1), 117, 1, 60).stack(49, 1);
        LinearOperator a = stack.projector();
        PixelBackprojection b = new PixelBackprojection(stack, AngularWeights.of(stack));
        float[] x = ParallelProjectorTest.gaussian(a.domain(), 1);
        float[] y = ParallelProjectorTest.gaussian(a.range(), 2);
        float[] ax = Parallelization.runSingleThreaded(() -> a.apply(x));
        float[] aty = Parallelization.runSingleThreaded(() -> a.adjoint(y));
        float[] by = a.domain().zeros();
        Parallelization.runSingleThreaded(() -> b.apply(y, by));
        for (int threads : new int[] {2, 5}) {
            assertArrayEquals(ax, Parallelization.runWithNumThreads(threads, () -> a.apply(x)));
            assertArrayEquals(aty, Parallelization.runWithNumThreads(threads, () -> a.adjoint(y)));
            float[] again = a.domain().zeros();
            Parallelization.runWithNumThreads(threads, () -> b.apply(y, again));
            assertArrayEquals(by, again);
        }
    }

    @Test
    void dotTestHoldsForManySlices() {
        LinearOperator a = ParallelBeam.halfTurn(Space.image(128, 128, 1), 183, 1, 90)
                .stack(70, 1)
                .projector();
        DotTest result = DotTest.of(a, ParallelProjectorTest.random(5));
        assertTrue(result.relativeError() < 1e-5, result.message());
    }

    @Test
    void theNormIsThatOfASlice() {
        ParallelBeam stack =
                ParallelBeam.halfTurn(Space.image(40, 40, 1), 57, 1, 30).stack(7, 1);
        double slice = stack.slice().projector().norm();
        assertEquals(slice, stack.projector().norm());
        assertEquals(slice, new SlicewiseProjector(stack, Model.JOSEPH).norm());
    }

    @Test
    void theErrorOfTheGridIsThatOfItsSlices() {
        ParallelBeam stack =
                ParallelBeam.halfTurn(Space.image(20, 20, 1), 31, 1, 12).stack(3, 1);
        float[] one = ParallelProjectorTest.gaussian(stack.slice().sinogram(), 4);
        float[] all = new float[3 * one.length];
        for (int a = 0; a < 12; a++) {
            for (int z = 0; z < 3; z++) {
                System.arraycopy(one, a * 31, all, (a * 3 + z) * 31, 31);
            }
        }
        assertEquals(
                stack.slice().projector().modelError(one, 0.1),
                stack.projector().modelError(all, 0.1),
                1e-9);
    }
}
