package org.preimage.priors.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.weights.Weights;

class InputConvexTest {
    private static final int CHORDS = 100;

    /** f at n images. */
    private static float[] values(Network f, Weights weights, float[] images, int n) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, weights);
            return tape.segment((w, x) -> f.forward(x[0], w), tape.constant(scope.tensor(images, n, 1, 6, 7)))
                    .value()
                    .toFloats();
        }
    }

    /** The least of t f(x) + (1 - t) f(y) - f(t x + (1 - t) y) - strong / 2 t (1 - t) |x - y|^2 over random chords. */
    private static double excess(InputConvex f, Weights weights) {
        int n = 42;
        float[] x = GradientCheck.normal(n * CHORDS, 3);
        float[] y = GradientCheck.normal(n * CHORDS, 4);
        float[] between = new float[n * CHORDS];
        double[] t = new double[CHORDS];
        double[] square = new double[CHORDS];
        var random = GradientCheck.random(5);
        for (int c = 0; c < CHORDS; c++) {
            t[c] = random.nextDouble();
            // Long and short chords.
            double size = Math.pow(10, random.nextDouble(-1, 1));
            for (int i = c * n; i < (c + 1) * n; i++) {
                y[i] = (float) (x[i] + size * y[i]);
                between[i] = (float) (t[c] * x[i] + (1 - t[c]) * y[i]);
                square[c] += Math.pow(x[i] - y[i], 2);
            }
        }
        float[] fx = values(f, weights, x, CHORDS);
        float[] fy = values(f, weights, y, CHORDS);
        float[] fz = values(f, weights, between, CHORDS);
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < CHORDS; c++) {
            double chord = t[c] * fx[c] + (1 - t[c]) * fy[c];
            double bend = f.strong() / 2 * t[c] * (1 - t[c]) * square[c];
            least = Math.min(least, (chord - fz[c] - bend) / (1 + Math.abs(chord) + bend));
        }
        return least;
    }

    @Test
    void itIsConvexAfterProjectionAndStronglySo() {
        for (Activation activation : new Activation[] {Activation.LEAKY_RELU, Activation.RELU, Activation.SOFTPLUS}) {
            for (double strong : new double[] {0, 0.7}) {
                InputConvex f = new InputConvex(1, 5, 3, 3, activation, strong);
                Weights weights = Weights.initial(f.layout(), GradientCheck.random(1));
                assertTrue(excess(f, weights) > -1e-5, "at the beginning");
                var random = GradientCheck.random(2);
                for (int i = 0; i < weights.values().length; i++) {
                    weights.values()[i] += (float) random.nextGaussian();
                }
                weights.set("zLast.weight", new float[] {-1, -1, -1, -1, -1});
                double before = excess(f, weights);
                assertTrue(before < -1e-3, "without projection it must not be convex, but has " + before);
                f.project(weights);
                assertTrue(excess(f, weights) > -1e-5, "after projection");
            }
        }
    }

    @Test
    void projectionLeavesTheOtherWeights() {
        InputConvex f = new InputConvex(1, 2, 2, 3, Activation.RELU, 0);
        Weights weights = Weights.initial(f.layout(), GradientCheck.random(1));
        Arrays.fill(weights.values(), -1);
        f.project(weights);
        assertArrayEquals(new float[36], weights.get("z1.weight"));
        assertArrayEquals(new float[2], weights.get("zLast.weight"));
        assertEquals(-1, weights.get("x1.weight")[0]);
        assertEquals(-1, weights.get("xLast.bias")[0]);
    }

    @Test
    void otherActivationsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new InputConvex(1, 2, 2, 3, Activation.SILU, 0));
    }
}
