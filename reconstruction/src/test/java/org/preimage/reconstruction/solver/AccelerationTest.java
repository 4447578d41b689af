package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/**
 * Accelerated methods keep O(1/k^2) where the plain ones break it: F(x_k) - F* &lt;= 2 L |x_0 - x*|^2 / (k + 1)^2 (Nesterov 1983;
 * Beck and Teboulle 2009, theorem 4.4), and L |x_0 - x*|^2 / (4 k + 2) for gradient steps (Drori and Teboulle 2014, Performance of
 * first-order methods for smooth convex minimization, Math. Program. 145, theorem 1).
 */
class AccelerationTest {
    private static final int UNKNOWNS = 100;
    private static final int STEPS = 300;

    /** What floats near 1 leave of squares. */
    private static final double ROUNDING = 1e-12;

    /** 2 L R^2 / (k + 1)^2, L = 1. */
    private static IntToDoubleFunction accelerated(double squaredDistance) {
        return k -> 2 * squaredDistance / ((k + 1.0) * (k + 1.0));
    }

    /** L R^2 / (4 k + 2), L = 1. */
    private static IntToDoubleFunction plain(double squaredDistance) {
        return k -> squaredDistance / (4.0 * k + 2);
    }

    private static double[] onTheChain(Iteration<?> method, Chain chain, boolean sparse) {
        return Rates.trace(method, chain.space().zeros(), STEPS, x -> chain.excess(x, sparse));
    }

    @Test
    void smoothChainsTellNesterovFromGradientDescent() {
        Chain chain = new Chain(UNKNOWNS);
        IntToDoubleFunction bound = accelerated(chain.squaredDistance(false));
        double[] plain = onTheChain(new GradientDescent(chain.fit()), chain, false);
        Rates.assertKept("Nesterov", onTheChain(new Nesterov(chain.fit()), chain, false), bound, ROUNDING);
        Rates.assertBroken("gradient descent", plain, bound, 4);
        Rates.assertKept("gradient descent", plain, plain(chain.squaredDistance(false)), ROUNDING);
    }

    @Test
    void sparseChainsTellFistaFromIsta() {
        Chain chain = new Chain(UNKNOWNS);
        double squared = chain.squaredDistance(true);
        IntToDoubleFunction bound = accelerated(squared);
        double[] plain = onTheChain(new Ista(chain.fit(), chain.sparsity()), chain, true);
        for (boolean restart : new boolean[] {false, true}) {
            Fista fista = new Fista(chain.fit(), chain.sparsity(), 1, restart);
            Rates.assertKept("FISTA", onTheChain(fista, chain, true), bound, ROUNDING);
        }
        Rates.assertBroken("ISTA", plain, bound, 4);
        Rates.assertKept("ISTA", plain, plain(squared), ROUNDING);
        double[] splitting = onTheChain(new ForwardBackward(chain.fit(), chain.sparsity()), chain, true);
        Rates.assertBroken("forward-backward splitting", splitting, bound, 2);
        // Steps between 1/(2 L) and 1/L have the bound of 2 L.
        IntToDoubleFunction twice = k -> 2 * bound.applyAsDouble(k);
        for (BacktrackingFista.Restart restart : BacktrackingFista.Restart.values()) {
            BacktrackingFista method = new BacktrackingFista(chain.fit(), chain.sparsity(), 1000, restart);
            Rates.assertKept("FISTA, " + restart, onTheChain(method, chain, true), twice, ROUNDING);
        }
        Rates.assertBroken("ISTA", plain, twice, 2);
    }

    /**
     * Where the gradient of Huber's function is constant, the worst slope for a number of steps leaves nearly all of the bound, so
     * that not even half of the speed would do.
     */
    @Test
    void ratesAreAsFastAsPromised() {
        Space one = Space.vector(1);
        Zero none = new Zero(one);
        float[] start = {1};
        for (int steps : new int[] {50, 200}) {
            // After half of the steps the momentum has gone about steps^2 / 16 times the slope.
            Huber steep = new Huber(one, 1, 8.0 / ((double) steps * steps));
            IntToDoubleFunction fast = accelerated(1);
            List<Iteration<?>> methods =
                    List.of(new Nesterov(steep), new Fista(steep, none, 1, false), new Fista(steep, none));
            for (Iteration<?> method : methods) {
                double[] trace = Rates.trace(method, start, steps, steep::value);
                Rates.assertKept(method.toString(), trace, fast, ROUNDING);
                Rates.assertHalfSpeedBreaks(method.toString(), trace, fast);
            }
            Rates.assertBroken("ISTA", Rates.trace(new Ista(steep, none), start, steps, steep::value), fast, 3);
            Huber flat = new Huber(one, 1, 1 / (2.0 * steps + 1));
            for (Iteration<?> method : List.of(new GradientDescent(flat), new Ista(flat, none))) {
                double[] trace = Rates.trace(method, start, steps, flat::value);
                // Equality holds in the last step, up to what floats make of the sum of the steps.
                Rates.assertKept(method.toString(), trace, k -> 1.0001 / (4.0 * k + 2), 0);
                Rates.assertHalfSpeedBreaks(method.toString(), trace, plain(1));
            }
            // Steps of 1.8/L, of which the last is not relaxed: the bound for L k replaced by the way that was gone.
            IntToDoubleFunction relaxed = k -> 1.0001 / (4 * (1.8 * k - 0.3) + 2);
            double[] trace = Rates.trace(new ForwardBackward(flat, none), start, steps, flat::value);
            Rates.assertKept("forward-backward splitting", trace, relaxed, ROUNDING);
            Rates.assertHalfSpeedBreaks("forward-backward splitting", trace, relaxed);
        }
    }

    /** x - (second differences) / 4 of a chain with zeros at both ends: symmetric, with eigenvalues between 0 and 1. */
    private static Denoiser smoothing(Space space) {
        return new Denoiser() {
            @Override
            public Space domain() {
                return space;
            }

            @Override
            public void denoise(float[] noisy, double sigma, float[] out) {
                for (int i = 0; i < out.length; i++) {
                    float left = i > 0 ? noisy[i - 1] : 0;
                    float right = i < out.length - 1 ? noisy[i + 1] : 0;
                    out[i] = 0.25f * (left + right) + 0.5f * noisy[i];
                }
            }
        };
    }

    /** 1/2 |x - D x| is the chain's sum of squares; the data hold x_1 so that the line to 0 is the minimiser. */
    @Test
    void accelerationOfRedShows() {
        Chain chain = new Chain(UNKNOWNS);
        Space space = chain.space();
        float pull = 0.1f;
        LinearOperator first = LinearOperator.of(space, Space.vector(1), (x, out) -> out[0] = pull * x[0], (y, out) -> {
            Arrays.fill(out, 0);
            out[0] = pull * y[0];
        });
        // The force pull (b - pull x_1) is the slope 1/4 of <x, x - D x> / 2 at the line.
        double held = chain.best(0, false);
        LeastSquares fit = new LeastSquares(first, new float[] {(float) (0.25 / pull + pull * held)});
        ToDoubleFunction<float[]> excess = x -> {
            double smooth = chain.excess(x, false);
            double d = pull * (x[0] - held);
            return smooth + 0.5 * d * d;
        };
        IntToDoubleFunction bound = accelerated(chain.squaredDistance(false));
        Red fast = new Red(fit, smoothing(space), 1, 1, true, 20);
        Red slow = new Red(fit, smoothing(space), 1, 1, false, 20);
        Rates.assertKept("RED", Rates.trace(fast, space.zeros(), STEPS, excess), bound, 1e-8);
        double[] plain = Rates.trace(slow, space.zeros(), STEPS, excess);
        Rates.assertBroken("the fixed-point scheme", plain, bound, 4);
        Rates.assertKept("the fixed-point scheme", plain, plain(chain.squaredDistance(false)), 1e-8);
    }

    /**
     * A step at the first of m + 1 samples, with more weight than it takes to level it: no ball binds, and the dual of total variation
     * is Nesterov's chain of m unknowns. The excess of the dual objective is half of the squared distance to the mean.
     */
    @Test
    void accelerationOfTheDualOfTotalVariationShows() {
        int n = UNKNOWNS + 1;
        Space space = Space.of(new Axis(Role.X, n, 1));
        float[] v = space.zeros();
        v[0] = 1;
        float[] mean = space.zeros();
        Arrays.fill(mean, 1f / n);
        double squaredDistance = new Chain(UNKNOWNS).squaredDistance(false);
        // |D|^2 is 4; the gradient's constant in units of the dual.
        IntToDoubleFunction bound = k -> 4 * accelerated(squaredDistance).applyAsDouble(k);
        TvNorm.Dual dual = new TvNorm(space, 2).dual(v, 1);
        double[] fast = new double[STEPS + 1];
        for (int k = 1; k <= STEPS; k++) {
            dual.step();
            float[] x = space.zeros();
            dual.image(x);
            fast[k] = 0.5 * Vectors.distanceSquared(x, mean);
        }
        Rates.assertKept("total variation's dual", fast, bound, ROUNDING);
        float[] p = new float[UNKNOWNS];
        double[] plain = new double[STEPS + 1];
        for (int k = 1; k <= STEPS; k++) {
            float[] x = v.clone();
            for (int i = 0; i < UNKNOWNS; i++) {
                x[i] += p[i];
                x[i + 1] -= p[i];
            }
            plain[k] = 0.5 * Vectors.distanceSquared(x, mean);
            for (int i = 0; i < UNKNOWNS; i++) {
                p[i] += 0.25f * (x[i + 1] - x[i]);
            }
        }
        Rates.assertBroken("projected gradients", plain, bound, 4);
        assertTrue(fast[STEPS] < plain[STEPS] / 20, fast[STEPS] + " and " + plain[STEPS]);
    }
}
