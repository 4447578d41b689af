package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AndersonTest {
    private static final int N = 12;

    /** A linear map with eigenvalues from 0 to 0.95 and the fixed point (1, 2, ..., 12). */
    private static final UnaryOperator<float[]> LINEAR = x -> {
        float[] out = new float[N];
        for (int i = 0; i < N; i++) {
            double rate = 0.95 * i / (N - 1);
            out[i] = (float) (i + 1 + rate * (x[i] - (i + 1)));
        }
        return out;
    };

    @Test
    void acceleratesALinearIteration() {
        Anderson.Solution plain = new Anderson(1, 500, 1e-5).solve(LINEAR, new float[N]);
        Anderson.Solution fast = new Anderson(8, 500, 1e-5).solve(LINEAR, new float[N]);
        assertTrue(plain.converged() && fast.converged());
        assertTrue(fast.iterations() < plain.iterations() / 3, fast.iterations() + " against " + plain.iterations());
        for (int i = 0; i < N; i++) {
            assertEquals(i + 1, fast.x()[i], 0.01);
        }
    }

    @Test
    void saysWhenItDidNotConverge() {
        Anderson.Solution found = new Anderson(1, 5, 1e-6).solve(LINEAR, new float[N]);
        assertFalse(found.converged());
        assertEquals(5, found.iterations());
        assertTrue(found.residual() > 1e-6);
    }
}
