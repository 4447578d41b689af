package org.preimage.operators.phase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.DerivativeTest;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.Operator;
import org.preimage.operators.OperatorContract;
import org.preimage.operators.Stacked;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.UniformSpread;
import org.preimage.operators.phase.PhaseRetrieval.Quantity;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

class PhaseRetrievalTest {
    private static final Space PLANE = Space.image(5, 4, 0.5);

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(8);
    }

    private static LinearOperator coded(Space space) {
        return CodedDiffraction.octanary(space, 3, random());
    }

    @Test
    void intensitiesAreSquaredMagnitudesAndForgetThePhase() {
        LinearOperator a = coded(PLANE.complex());
        float[] x = PLANE.complex().zeros();
        float[] turned = x.clone();
        for (int i = 0; i < x.length; i += 2) {
            x[i] = (float) random().nextGaussian() + i;
            x[i + 1] = 1 - i;
            turned[i] = -x[i + 1];
            turned[i + 1] = x[i];
        }
        float[] intensity = new PhaseRetrieval(a, Quantity.INTENSITY).apply(x);
        PhaseRetrieval magnitude = new PhaseRetrieval(a, Quantity.MAGNITUDE);
        float[] z = a.apply(x);
        for (int i = 0; i < intensity.length; i++) {
            double size = Math.hypot(z[2 * i], z[2 * i + 1]);
            assertEquals(size * size, intensity[i], 1e-4 * size * size);
            assertEquals(size, magnitude.apply(x)[i], 1e-4 * size);
        }
        assertArrayEquals(magnitude.apply(x), magnitude.apply(turned), 1e-3f);
        assertEquals(Field.REAL, magnitude.range().field());
        assertArrayEquals(
                new float[] {2, 0, 0.5f},
                new PhaseRetrieval(new Identity(Space.vector(3).complex()), Quantity.INTENSITY)
                        .magnitudes(new float[] {4, -1, 0.25f}));
        assertThrows(IllegalArgumentException.class, () -> new PhaseRetrieval(new Identity(PLANE), Quantity.INTENSITY));
    }

    @Test
    void octanaryMasksHaveMeanSquareOne() {
        Space image = Space.image(64, 64, 1).complex();
        LinearOperator a = CodedDiffraction.octanary(image, 4, random());
        float[] x = image.zeros();
        x[2 * (32 * 64 + 32)] = 1;
        // A delta, whose transform is flat: every pattern has |d|^2 in all.
        float[] y = a.apply(x);
        for (int l = 0; l < 4; l++) {
            double square = 0;
            for (int i = 2 * l * 4096; i < 2 * (l + 1) * 4096; i++) {
                square += (double) y[i] * y[i];
            }
            assertTrue(Math.abs(square - 0.5) < 1e-4 || Math.abs(square - 3) < 1e-4, "square " + square);
        }
        double mean = 0;
        float[] ones = image.zeros();
        for (int i = 0; i < ones.length; i += 2) {
            ones[i] = 1;
        }
        for (float v : a.apply(ones)) {
            mean += (double) v * v / (4 * 4096);
        }
        assertEquals(1, mean, 0.03);
    }

    @Test
    void derivativesThatAreWrongAreFound() {
        PhaseRetrieval good = new PhaseRetrieval(coded(PLANE), Quantity.INTENSITY);
        Operator bad = new Operator() {
            @Override
            public Space domain() {
                return good.domain();
            }

            @Override
            public Space range() {
                return good.range();
            }

            @Override
            public void apply(float[] x, float[] out) {
                good.apply(x, out);
            }

            @Override
            public void vjp(float[] x, float[] w, float[] out) {
                good.vjp(x, w, out);
                out[3] *= 1.5f;
            }
        };
        assertFalse(DerivativeTest.of(bad, random()).passed());
    }

    @Test
    void compositionsOfLinearOperatorsStayLinear() {
        Operator a = new Identity(PLANE);
        assertInstanceOf(LinearOperator.class, a.after(a));
        assertInstanceOf(LinearOperator.class, a.plus(a));
        assertInstanceOf(Stacked.class, Operator.stack(List.of(a, a)));
        Operator f = new PhaseRetrieval(coded(PLANE), Quantity.INTENSITY);
        assertThrows(IllegalArgumentException.class, () -> a.after(f));
        assertThrows(IllegalArgumentException.class, () -> a.plus(f));
        assertThrows(IllegalArgumentException.class, () -> Operator.stack(List.of()));
    }

    @Nested
    class CodedContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return coded(PLANE.complex());
        }
    }

    @Nested
    class CodedRealContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return coded(Space.volume(3, 2, 4, 1));
        }
    }

    @Nested
    class OversampledContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new OversampledFourier(PLANE.complex(), 2);
        }
    }

    @Nested
    class OversampledRealContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new OversampledFourier(Space.volume(3, 2, 3, 1), 2);
        }
    }

    @Nested
    class IntensityContract extends OperatorContract {
        @Override
        protected Operator operator() {
            return new PhaseRetrieval(coded(PLANE.complex()), Quantity.INTENSITY);
        }
    }

    @Nested
    class MagnitudeContract extends OperatorContract {
        @Override
        protected Operator operator() {
            return new PhaseRetrieval(new OversampledFourier(PLANE, 2), Quantity.MAGNITUDE);
        }
    }

    @Nested
    class CompositionContract extends OperatorContract {
        @Override
        protected Operator operator() {
            Operator blur = new Blur(PLANE, new UniformSpread(3, 2).forImage(PLANE), Boundary.REFLECTING);
            return new PhaseRetrieval(coded(PLANE), Quantity.INTENSITY).after(blur);
        }
    }

    @Nested
    class SumContract extends OperatorContract {
        @Override
        protected Operator operator() {
            LinearOperator a = new OversampledFourier(PLANE, 2);
            return new PhaseRetrieval(a, Quantity.INTENSITY).plus(new PhaseRetrieval(a.scaled(2), Quantity.MAGNITUDE));
        }
    }

    @Nested
    class StackContract extends OperatorContract {
        @Override
        protected Operator operator() {
            return Operator.stack(List.of(
                    new PhaseRetrieval(coded(PLANE), Quantity.INTENSITY),
                    new Identity(PLANE),
                    new PhaseRetrieval(new OversampledFourier(PLANE, 2), Quantity.INTENSITY)));
        }
    }
}
