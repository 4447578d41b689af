package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

class OptimiserTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("weight", Law.constant(0), 12, 10, 3, 3)
            .add("bias", Law.constant(0), 12)
            .build();

    /** The first two steps of Adam by hand: each moves by the rate times m / sqrt v. */
    @Test
    void adamStepsByTheFormula() {
        Layout one = Layout.builder().add("w", Law.constant(0), 1, 1).build();
        Adam adam = new Adam(0.9, 0.99, 1e-8, 0.1);
        float[] w = {1};
        float[][] memory = new float[2][1];
        adam.update(one, w, new float[] {3}, memory, 1, 0.5);
        assertEquals(1 * (1 - 0.5 * 0.1) - 0.5, w[0], 1e-6);
        double before = w[0];
        adam.update(one, w, new float[] {-1}, memory, 2, 0.5);
        double m = (0.9 * 0.1 * 3 + 0.1 * -1) / (1 - 0.81);
        double v = (0.99 * 0.01 * 9 + 0.01 * 1) / (1 - 0.99 * 0.99);
        assertEquals(before * 0.95 - 0.5 * m / Math.sqrt(v), w[0], 1e-6);
    }

    /** The iteration's map of singular values is steep at 0 and then between 0.65 and 1.25, and leaves singular vectors alone. */
    @Test
    void muonTurnsSingularValuesToAboutOne() {
        Random random = new Random(4);
        for (int[] size : new int[][] {{8, 40}, {40, 8}, {16, 16}}) {
            float[] x = new float[size[0] * size[1]];
            double[][] rows = new double[size[0]][size[1]];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
                rows[i / size[1]][i % size[1]] = x[i];
            }
            SingularValueDecomposition before = new SingularValueDecomposition(new Array2DRowRealMatrix(rows));
            Muon.orthogonalise(x, size[0], size[1]);
            RealMatrix after = new Array2DRowRealMatrix(size[0], size[1]);
            for (int i = 0; i < x.length; i++) {
                after.setEntry(i / size[1], i % size[1], x[i]);
            }
            RealMatrix core = before.getU().transpose().multiply(after).multiply(before.getV());
            int n = Math.min(size[0], size[1]);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        assertEquals(0, core.getEntry(i, j), 1e-4);
                    }
                }
                // The smallest singular value of a square matrix may be too small for five iterations.
                if (size[0] != size[1]) {
                    assertTrue(core.getEntry(i, i) > 0.65 && core.getEntry(i, i) < 1.25, "" + core.getEntry(i, i));
                }
            }
        }
    }

    @Test
    void muonDoesNotDependOnTheGradientsScale() {
        Random random = new Random(6);
        float[] g = new float[LAYOUT.length()];
        for (int i = 0; i < g.length; i++) {
            g[i] = (float) random.nextGaussian();
        }
        float[] small = new float[g.length];
        float[] large = new float[g.length];
        float[] scaled = g.clone();
        for (int i = 0; i < g.length; i++) {
            scaled[i] *= 1000;
        }
        Muon.standard().update(LAYOUT, small, g, new float[2][g.length], 1, 0.1);
        Muon.standard().update(LAYOUT, large, scaled, new float[2][g.length], 1, 0.1);
        assertArrayEquals(small, large, 1e-5f);
        // Biases step by Adam at a tenth of the rate.
        assertEquals(0.01, Math.abs(small[g.length - 1]), 1e-6);
    }

    @Test
    void schedulesRiseAndFall() {
        Schedule s = Schedule.cosine(2, 0.1, 0.01);
        assertTrue(s.at(0) > 0 && s.at(0) < 0.1);
        assertEquals(2, s.at(0.1), 1e-9);
        assertEquals(2 * (0.01 + 0.99 * 0.5), s.at(0.55), 1e-9);
        assertEquals(0.02, s.at(1), 1e-9);
        Schedule t = Schedule.trapezoid(3, 0.1, 0.25);
        assertEquals(3, t.at(0.5), 1e-9);
        assertEquals(1.5, t.at(0.875), 1e-9);
    }
}
