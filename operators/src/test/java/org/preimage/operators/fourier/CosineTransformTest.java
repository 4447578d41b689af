package org.preimage.operators.fourier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.AnalysisOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class CosineTransformTest {
    @Nested
    class RealPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new CosineTransform(Space.image(12, 9, 1), 0, 1);
        }
    }

    @Nested
    class ComplexSlowAxisContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new CosineTransform(Space.volume(3, 5, 7, 1).complex(), 2);
        }
    }

    /** Lengths with and without large prime factors, and of one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 37, 363})
    void agreesWithTheFormula(int n) {
        int lines = 3;
        Space space = Space.of(new Axis(Role.X, n), new Axis(Role.Y, lines));
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.3 * i * i);
        }
        float[] found = new CosineTransform(space, 0).apply(x);
        for (int line = 0; line < lines; line++) {
            for (int k = 0; k < n; k++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += x[line * n + i] * Math.cos(Math.PI * k * (2 * i + 1) / (2 * n));
                }
                assertEquals(sum * Math.sqrt((k == 0 ? 1.0 : 2.0) / n), found[line * n + k], 1e-5, "k " + k);
            }
        }
    }

    @Test
    void axesThatDoNotFitAreRefused() {
        Space space = Space.image(4, 4, 1);
        assertThrows(IllegalArgumentException.class, () -> new CosineTransform(space));
        assertThrows(IllegalArgumentException.class, () -> new CosineTransform(space, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new CosineTransform(space, 2));
    }
}
