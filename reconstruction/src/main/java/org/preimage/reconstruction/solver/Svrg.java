package org.preimage.reconstruction.solver;

import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Stochastic proximal gradients with reduced variance for min F(x) = sum_i f_i(x) + g(x) over n subsets of measurements. An
 * iteration is a stage: from the whole gradient at w, m steps
 *
 * <pre>
 * v  = n (grad f_i(x) - grad f_i(w)) + sum_j grad f_j(w),   i random
 * x' = prox_{t g}(x - t v)
 * </pre>
 *
 * from x = w, and then w' = the mean of the m points. v has the sum's gradient as its mean, and a variance that vanishes as x and w
 * near the minimiser, so that the steps need no decay. Where F is strongly convex with modulus mu, and L = n max L_i, the expected
 * excess falls in each stage by the factor
 *
 * <pre>1 / (mu t (1 - 4 L t) m) + 4 L t (m + 1) / ((1 - 4 L t) m).</pre>
 *
 * A stage costs as much as 1 + 2 m / n gradients of the whole sum. The random numbers of a stage come from the seed and its number
 * alone.
 *
 * <p>Johnson and Zhang 2013, Accelerating stochastic gradient descent using predictive variance reduction, NeurIPS; with g and this
 * rate Xiao and Zhang 2014, A proximal stochastic gradient method with progressive variance reduction, SIAM J. Optim. 24.
 *
 * @param parts the f_i, at least one
 * @param g whose proximal map follows each step; {@link org.preimage.reconstruction.functional.Zero} for none
 * @param step t, positive; below 1 / (4 L) for the rate
 * @param steps m, at least 1; 2 n is usual
 * @param seed of the choice of i
 */
public record Svrg(List<Differentiable> parts, Proximable g, double step, int steps, long seed)
        implements Iteration<Svrg.State> {
    /** @throws IllegalArgumentException if there is no part, a domain differs, or a number is out of its range */
    public Svrg {
        parts = List.copyOf(parts);
        PartialSum.require(parts, g);
        GradientDescent.requireStep(step);
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", but must be at least 1");
        }
    }

    /** With 2 n steps of 0.1 / L. */
    public Svrg(List<Differentiable> parts, Proximable g, long seed) {
        this(parts, g, 0.1 / PartialSum.lipschitz(parts), 2 * parts.size(), seed);
    }

    /** All buffers of a run: w, the gradient there, x, and two gradients of parts. */
    public static final class State {
        private final float[] w;
        private final float[] last;
        private final float[] whole;
        private final float[] x;
        private final float[] here;
        private final float[] there;
        private int stage;

        private State(float[] x0) {
            w = x0.clone();
            last = x0.clone();
            whole = new float[x0.length];
            x = new float[x0.length];
            here = new float[x0.length];
            there = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.w, 0, s.last, 0, s.w.length);
        System.arraycopy(s.w, 0, s.x, 0, s.w.length);
        PartialSum.gradient(parts, s.last, s.here, s.whole);
        RandomGenerator random = PartialSum.random(seed, s.stage);
        double n = parts.size();
        for (int k = 1; k <= steps; k++) {
            Differentiable f = parts.get(random.nextInt(parts.size()));
            f.gradient(s.x, s.here);
            f.gradient(s.last, s.there);
            Vectors.combine(1, s.here, -1, s.there, s.here);
            Vectors.add(-step * n, s.here, s.x);
            Vectors.add(-step, s.whole, s.x);
            g.prox(s.x, step, s.x);
            // The mean of the first k points.
            Vectors.combine((k - 1.0) / k, s.w, 1.0 / k, s.x, s.w);
        }
        s.stage++;
    }

    /** w. */
    @Override
    public float[] solution(State s) {
        return s.w;
    }

    /** |w' - w| / |w'| of the last stage. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.w, s.last);
    }

    /** F(w). */
    @Override
    public double objective(State s) {
        return PartialSum.value(parts, g, s.w);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("parts", parts.size());
        c.same("step", step);
        c.same("steps", steps);
        c.same("seed", seed);
        c.array("w", s.w);
        c.array("last", s.last);
        s.stage = (int) c.count("stage", s.stage);
    }
}
