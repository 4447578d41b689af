package org.preimage.operators.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Space;

class BilinearUpscalingTest extends LinearOperatorContract {
    @Override
    protected LinearOperator operator() {
        return new BilinearUpscaling(Space.image(6, 6, 1.5), 13);
    }

    @Test
    void planesStayPlanesBetweenTheOutermostCentres() {
        LinearOperator up = new BilinearUpscaling(Space.image(8, 8, 1), 25);
        float[] x = up.domain().zeros();
        for (int r = 0; r < 8; r++) {
            for (int c = 0; c < 8; c++) {
                x[r * 8 + c] = (float) (2 * (c - 3.5) - 3 * (r - 3.5));
            }
        }
        float[] y = up.apply(x);
        for (int r = 2; r < 23; r++) {
            for (int c = 2; c < 23; c++) {
                double expected = (2 * (c - 12) - 3 * (r - 12)) * up.range().spacing(0);
                assertEquals(expected, y[r * 25 + c], 1e-5, "row " + r + ", column " + c);
            }
        }
        assertEquals(x[0], y[0], 0);
        assertEquals(x[63], y[624], 0);
    }

    @Test
    void coarserGridsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BilinearUpscaling(Space.image(8, 8, 1), 7));
    }
}
