package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.space.Vectors;

/** The back-projection of FBP equals its formula. */
class FanBackprojectionTest {
    private static float[] slow(FanBeam beam, float[] q) {
        int nx = beam.image().size(0);
        int ny = beam.image().size(1);
        double h = beam.image().spacing(0);
        int cells = beam.detectors();
        float[] out = beam.image().zeros();
        double[] angles = beam.angles();
        double radius = beam.sourceToAxis();
        for (int i = 0; i < out.length; i++) {
            double x = (i % nx - (nx - 1) / 2.0) * h;
            double y = ((ny - 1) / 2.0 - i / nx) * h;
            double sum = 0;
            for (int a = 0; a < angles.length; a++) {
                double t = Math.toRadians(angles[a]);
                double sx = radius * Math.sin(t);
                double sy = -radius * Math.cos(t);
                double depth = -(x - sx) * Math.sin(t) + (y - sy) * Math.cos(t);
                double side = (x - sx) * Math.cos(t) + (y - sy) * Math.sin(t);
                double u = beam.cell(Math.atan2(side, depth));
                double far = beam.shape() == FanBeam.Shape.FLAT ? depth : Math.hypot(depth, side);
                int k = (int) Math.floor(u);
                double left = k >= 0 && k < cells ? q[a * cells + k] : 0;
                double right = k + 1 >= 0 && k + 1 < cells ? q[a * cells + k + 1] : 0;
                sum += radius * radius / (far * far) * (left + (u - k) * (right - left));
            }
            out[i] = (float) sum;
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("org.preimage.operators.tomography.FanProjectorTest#geometries")
    void equalsItsFormulaForAnyNumberOfThreads(FanBeam beam) {
        float[] q = ParallelProjectorTest.gaussian(beam.sinogram(), 1);
        float[] x = beam.image().zeros();
        FanBackprojection b = new FanBackprojection(beam);
        Parallelization.runSingleThreaded(() -> b.apply(q, x));
        float[] expected = slow(beam, q);
        double size = Vectors.norm(expected);
        double error = Math.sqrt(Vectors.distanceSquared(x, expected));
        assertTrue(error <= 3e-5 * size, error + " of " + size);
        float[] again = beam.image().zeros();
        Parallelization.runWithNumThreads(3, () -> b.apply(q, again));
        assertArrayEquals(x, again);
        assertThrows(IllegalArgumentException.class, () -> b.apply(new float[3], x));
    }
}
