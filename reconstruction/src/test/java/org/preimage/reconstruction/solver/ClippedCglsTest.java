package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class ClippedCglsTest {
    /** A lower triangle, so that A<sup>T</sup> r = multipliers is solved from the last entry up. */
    private static final double[][] MATRIX = {{2, 0, 0, 0}, {0.5, 1.5, 0, 0}, {-0.7, 0.4, 1, 0}, {0.3, -0.2, 0.6, 1.2}};

    private static LinearOperator dense() {
        Space space = Space.vector(4);
        return LinearOperator.of(
                space,
                space,
                (x, out) -> {
                    for (int i = 0; i < 4; i++) {
                        double sum = 0;
                        for (int j = 0; j < 4; j++) {
                            sum += MATRIX[i][j] * x[j];
                        }
                        out[i] = (float) sum;
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < 4; j++) {
                        double sum = 0;
                        for (int i = 0; i < 4; i++) {
                            sum += MATRIX[i][j] * y[i];
                        }
                        out[j] = (float) sum;
                    }
                });
    }

    /** Data of which x is the minimiser, with these multipliers of its bounds: A* (A x - b) = multipliers. */
    private static float[] data(float[] x, double... multipliers) {
        double[] r = new double[4];
        for (int j = 3; j >= 0; j--) {
            double sum = multipliers[j];
            for (int i = j + 1; i < 4; i++) {
                sum -= MATRIX[i][j] * r[i];
            }
            r[j] = sum / MATRIX[j][j];
        }
        float[] b = dense().apply(x);
        for (int i = 0; i < 4; i++) {
            b[i] -= (float) r[i];
        }
        return b;
    }

    @Nested
    class Contract extends IterationContract<ClippedCgls.State> {
        @Override
        protected float[] minimiser() {
            return new float[] {1, 0, 2, 0};
        }

        @Override
        protected Iteration<ClippedCgls.State> iteration() {
            return new ClippedCgls(dense(), data(minimiser(), 0, 0.5, 0, 0.2));
        }

        /** Linear, as steepest descent's at worst. */
        @Override
        protected double bound(int k, double squaredDistance) {
            double norm = dense().norm();
            return norm * norm * squaredDistance * Math.pow(0.9, k);
        }
    }

    /** Without active bounds four steps solve four equations. */
    @Test
    void isTheMethodOfConjugateGradientsInside() {
        float[] x = {1, 3, 2, 4};
        ClippedCgls method = new ClippedCgls(dense(), data(x, 0, 0, 0, 0));
        ClippedCgls.State state = method.start(new float[] {5, 5, 5, 5});
        for (int k = 0; k < 4; k++) {
            method.step(state);
        }
        assertArrayEquals(x, method.solution(state), 1e-3f);
    }

    @Test
    void theObjectiveNeverRises() {
        ClippedCgls method = new ClippedCgls(dense(), new float[] {-3, 1, 2, -5});
        ClippedCgls.State state = method.start(new float[] {4, 4, 0, 4});
        double last = method.objective(state);
        for (int k = 0; k < 30; k++) {
            method.step(state);
            assertTrue(method.objective(state) <= last * (1 + 1e-7), "step " + k);
            last = method.objective(state);
        }
        float[] r = dense().apply(method.solution(state));
        Vectors.add(-1, new float[] {-3, 1, 2, -5}, r);
        float[] gradient = dense().adjoint(r);
        for (int j = 0; j < 4; j++) {
            float x = method.solution(state)[j];
            assertTrue(x > 0 ? Math.abs(gradient[j]) < 1e-4 : x == 0 && gradient[j] > -1e-4, "entry " + j);
        }
    }

    @Test
    void complexImagesAreRefused() {
        Space complex = Space.vector(2).complex();
        assertThrows(IllegalArgumentException.class, () -> new ClippedCgls(new Identity(complex), new float[4]));
    }
}
