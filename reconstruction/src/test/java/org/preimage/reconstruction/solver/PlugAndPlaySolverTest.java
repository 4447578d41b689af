package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.ProximalDenoiser;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;

/** Where the denoiser is a proximal map or linear, theory knows what plug-and-play finds. */
class PlugAndPlaySolverTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final float[] A = {5, 2, 1, 0.2f};
    private static final float[] B = {5, -4, 3, 0.4f};

    /** With |x|_1: x = shrink(a b, 1) / a^2. */
    private static final float[] LASSO = {24 / 25f, -7 / 4f, 2, 0};

    private static final double SIGMA = 0.5;

    /** An operator without closed form, so that conjugate gradients are tested. */
    private static LeastSquares open() {
        Diagonal a = new Diagonal(LINE, A);
        return new LeastSquares(LinearOperator.of(LINE, LINE, a::apply, a::adjoint), B);
    }

    private static LeastSquares fit() {
        return new LeastSquares(new Diagonal(LINE, A), B);
    }

    /** The proximal map of |x|_1 with step {@code gamma} at {@link #SIGMA}. */
    private static Denoiser shrinkage(double gamma) {
        return new ProximalDenoiser(new L1(LINE, 1), gamma / (SIGMA * SIGMA));
    }

    private static final double STEP = 1 / (25 * 1.01 * 1.01);

    private static Denoiser linear(float[] factors) {
        return new Denoiser() {
            @Override
            public Space domain() {
                return LINE;
            }

            @Override
            public void denoise(float[] noisy, double sigma, float[] out) {
                for (int i = 0; i < out.length; i++) {
                    out[i] = factors[i] * noisy[i];
                }
            }
        };
    }

    @Nested
    class PnpFistaContract extends IterationContract<PnpFista.State> {
        @Override
        protected Iteration<PnpFista.State> iteration() {
            return new PnpFista(fit(), shrinkage(STEP), SIGMA, STEP, true);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class PnpIstaContract extends IterationContract<PnpFista.State> {
        @Override
        protected Iteration<PnpFista.State> iteration() {
            return new PnpFista(fit(), shrinkage(STEP), SIGMA, STEP, false);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }

        @Override
        protected int iterations() {
            return 10_000;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Test
    void withAProximalMapPlugAndPlayIsTheProximalGradientMethod() {
        float[] x0 = {1, 2, 3, 4};
        for (int steps : new int[] {1, 2, 7, 50}) {
            Stopping stopping = Stopping.at(steps, 0);
            Runner runner = new Runner("test", stopping);
            L1 g = new L1(LINE, 1);
            assertArrayEquals(
                    runner.run(new Ista(fit(), g, STEP), x0).solution(),
                    runner.run(new PnpFista(fit(), shrinkage(STEP), SIGMA, STEP, false), x0)
                            .solution(),
                    1e-6f);
            assertArrayEquals(
                    runner.run(new Fista(fit(), g, STEP, true), x0).solution(),
                    runner.run(new PnpFista(fit(), shrinkage(STEP), SIGMA, STEP, true), x0)
                            .solution(),
                    1e-5f);
        }
    }

    @Nested
    class PnpAdmmContract extends IterationContract<PnpAdmm.State> {
        @Override
        protected Iteration<PnpAdmm.State> iteration() {
            return new PnpAdmm(open(), shrinkage(1 / 0.7), SIGMA, 0.7, 20);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    @Nested
    class PnpAdmmInClosedFormContract extends IterationContract<PnpAdmm.State> {
        @Override
        protected Iteration<PnpAdmm.State> iteration() {
            return new PnpAdmm(fit(), shrinkage(1 / 0.7), SIGMA, 0.7, 20);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    /**
     * At constant sigma, z = prox(x) for step g, and x minimises 1/2 |A x - b|^2 plus the Moreau envelope of |x|_1, Huber's
     * penalty: a (a x - b) + clip(x / g, -1, 1) = 0, and z = shrink(x, g).
     */
    @Nested
    class HalfQuadraticContract extends IterationContract<PnpHalfQuadratic.State> {
        private static final double GAMMA = 0.25;

        @Override
        protected Iteration<PnpHalfQuadratic.State> iteration() {
            double w = SIGMA * SIGMA / GAMMA;
            return new PnpHalfQuadratic(open(), shrinkage(GAMMA), w, 4 * SIGMA, SIGMA, 5, 20);
        }

        @Override
        protected float[] minimiser() {
            float[] z = new float[4];
            for (int i = 0; i < 4; i++) {
                double inner = A[i] * B[i] / (A[i] * A[i] + 1 / GAMMA);
                double outer = (A[i] * B[i] - Math.signum(B[i])) / (A[i] * A[i]);
                double x = Math.abs(inner) <= GAMMA ? inner : outer;
                z[i] = (float) Math.copySign(Math.max(0, Math.abs(x) - GAMMA), x);
            }
            return z;
        }
    }

    @Test
    void sigmaFallsInEqualRatios() {
        PnpHalfQuadratic method = new PnpHalfQuadratic(fit(), shrinkage(1), 1, 8, 1, 4, 1);
        assertArrayEquals(
                new double[] {8, 4, 2, 1, 1},
                new double[] {method.sigma(0), method.sigma(1), method.sigma(2), method.sigma(3), method.sigma(9)},
                1e-12);
        assertEquals(1, new PnpHalfQuadratic(fit(), shrinkage(1), 1, 8, 1, 1, 1).sigma(0));
    }

    /** A linear denoiser D = diag(d): a (a x - b) + w (1 - d) x = 0. */
    abstract static class RedContract extends IterationContract<Red.State> {
        private static final float[] FACTORS = {0.9f, 0.5f, 0.2f, 0.7f};
        private static final double WEIGHT = 0.8;

        abstract boolean accelerated();

        @Override
        protected Iteration<Red.State> iteration() {
            return new Red(accelerated() ? open() : fit(), linear(FACTORS), 1, WEIGHT, accelerated(), 20);
        }

        @Override
        protected float[] minimiser() {
            float[] x = new float[4];
            for (int i = 0; i < 4; i++) {
                x[i] = (float) (A[i] * B[i] / (A[i] * A[i] + WEIGHT * (1 - FACTORS[i])));
            }
            return x;
        }

        /** w/2 |x|^2 less a convex function is what the proximal step majorises: the rate of proximal gradients with L = w. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return accelerated()
                    ? 2 * WEIGHT * squaredDistance / ((k + 1.0) * (k + 1.0))
                    : WEIGHT * squaredDistance / (2 * k);
        }
    }

    @Nested
    class FixedPointRedContract extends RedContract {
        @Override
        boolean accelerated() {
            return false;
        }
    }

    @Nested
    class AcceleratedRedContract extends RedContract {
        @Override
        boolean accelerated() {
            return true;
        }
    }

    @Test
    void numbersAreChecked() {
        Denoiser d = shrinkage(1);
        assertThrows(IllegalArgumentException.class, () -> new PnpFista(fit(), d, 0, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new PnpFista(fit(), d, 1, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new PnpAdmm(fit(), d, 1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PnpAdmm(fit(), d, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Red(fit(), d, 1, 0, true, 1));
        assertThrows(IllegalArgumentException.class, () -> new PnpHalfQuadratic(fit(), d, 1, 1, 1, 0, 1));
    }
}
