package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** The small operators and the compositions keep the contract, and the dot test finds what is wrong. */
class CompositionTest {
    private static final Space SPACE = Space.image(7, 5, 2);

    private static LinearOperator diagonal() {
        float[] w = SPACE.zeros();
        for (int i = 0; i < w.length; i++) {
            w[i] = 0.1f * i - 1;
        }
        return new Diagonal(SPACE, w);
    }

    @Nested
    class IdentityContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Identity(SPACE);
        }
    }

    @Nested
    class DiagonalContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return diagonal();
        }
    }

    @Nested
    class ComplexMaskContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            boolean[] kept = new boolean[SPACE.points()];
            for (int i = 0; i < kept.length; i += 3) {
                kept[i] = true;
            }
            return new Mask(SPACE.complex(), kept);
        }
    }

    @Nested
    class GradientContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE);
        }
    }

    @Nested
    class VolumeGradientContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(Space.of(new Axis(Role.X, 4, 1), new Axis(Role.Y, 3, 1), new Axis(Role.Z, 5, 2)));
        }
    }

    @Nested
    class ComplexGradientContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE.complex());
        }
    }

    @Nested
    class CompositionContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE).after(diagonal());
        }
    }

    @Nested
    class SumContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return diagonal().plus(new Identity(SPACE).scaled(3));
        }
    }

    @Nested
    class ScaledContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE).scaled(-0.3);
        }
    }

    @Nested
    class StackedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return LinearOperator.stacked(diagonal(), new Gradient(SPACE));
        }
    }

    @Nested
    class GramContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE).gram();
        }
    }

    @Nested
    class TransposedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new Gradient(SPACE).transposed();
        }
    }

    @Test
    void gradientOfARampIsConstantAndZeroAtTheEnd() {
        float[] ramp = new float[35];
        for (int i = 0; i < 35; i++) {
            ramp[i] = 3 * (i % 7) + 10 * (i / 7);
        }
        float[] g = new Gradient(SPACE).apply(ramp);
        for (int r = 0; r < 5; r++) {
            for (int c = 0; c < 7; c++) {
                assertEquals(c < 6 ? 3 : 0, g[r * 7 + c]);
                assertEquals(r < 4 ? 10 : 0, g[35 + r * 7 + c]);
            }
        }
    }

    @Test
    void sumsAndProductsAreWhatTheyAreCalled() {
        float[] x = LinearOperatorContract.gaussian(SPACE, 3);
        float[] dx = diagonal().apply(x);
        float[] both = diagonal().plus(new Identity(SPACE).scaled(2)).apply(x);
        for (int i = 0; i < x.length; i++) {
            assertEquals(dx[i] + 2 * x[i], both[i], 1e-6);
        }
        Stacked stacked = LinearOperator.stacked(diagonal(), new Gradient(SPACE));
        float[] s = stacked.apply(x);
        assertEquals(35, stacked.offset(1));
        float[] g = new Gradient(SPACE).apply(x);
        assertArrayEquals(g, Arrays.copyOfRange(s, 35, 105));
    }

    @Test
    void dotTestNamesTheFactorThatIsMissing() {
        LinearOperator wrong = LinearOperator.of(
                SPACE,
                SPACE,
                (x, out) -> {
                    for (int i = 0; i < x.length; i++) {
                        out[i] = 3 * x[i];
                    }
                },
                (y, out) -> System.arraycopy(y, 0, out, 0, y.length));
        DotTest result = DotTest.of(wrong, LinearOperatorContract.random(1));
        assertFalse(result.passed());
        assertEquals(3, result.scale(), 1e-5);
        assertTrue(result.message().contains("constant factor"), result.message());
    }

    @Test
    void dotTestRefusesAnUnrelatedAdjoint() {
        LinearOperator wrong = LinearOperator.of(
                SPACE,
                SPACE,
                (x, out) -> {
                    for (int i = 0; i < x.length; i++) {
                        out[i] = x[(i + 1) % x.length];
                    }
                },
                (y, out) -> System.arraycopy(y, 0, out, 0, y.length));
        DotTest result = DotTest.of(wrong, LinearOperatorContract.random(1));
        assertFalse(result.passed());
        assertTrue(result.message().contains("does not belong"), result.message());
    }

    @Test
    void shapesThatDoNotMeetAreRefused() {
        LinearOperator a = new Identity(Space.image(3, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> a.after(diagonal()));
        assertThrows(IllegalArgumentException.class, () -> a.plus(diagonal()));
        assertThrows(IllegalArgumentException.class, () -> LinearOperator.stacked(a, diagonal()));
        assertThrows(IllegalArgumentException.class, () -> a.apply(Image.zeros(SPACE)));
        assertThrows(IllegalArgumentException.class, () -> new Mask(SPACE, new boolean[35]));
        assertThrows(IllegalArgumentException.class, () -> Space.image(0, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> Space.image(3, 3, -1));
    }
}
