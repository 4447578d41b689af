package org.preimage.reconstruction.solver;

import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Stochastic proximal gradients for min sum_i f_i(x) + g(x) over n subsets of measurements, such as views of a tomograph
 * ({@link ViewSubsets#leastSquares}) or samples of k-space:
 *
 * <pre>x' = prox_{t_k g}(x - t_k n grad f_i(x)),   t_k = t / (1 + decay k)  in sweep k.</pre>
 *
 * An iteration is a sweep that takes all f_i once, in an order drawn anew from the seed and the number of the sweep. Without a decay
 * it ends in a neighbourhood of the minimiser, of a size that grows with t, or at the minimiser where that is one of each f_i, as
 * for data without contradiction; then, and for strongly convex sums, the rate is linear. With a decay the distance to the minimiser
 * of a strongly convex sum falls as 1/k. {@link Svrg} converges linearly without a decay.
 *
 * <p>Robbins and Monro 1951, A stochastic approximation method, Ann. Math. Stat. 22; for orders without replacement Gurbuzbalaban,
 * Ozdaglar and Parrilo 2021, Why random reshuffling beats stochastic gradient descent, Math. Program. 186.
 *
 * @param parts the f_i, at least one
 * @param g whose proximal map follows each step; {@link org.preimage.reconstruction.functional.Zero} for none
 * @param step t, positive; at most 1 / (n max L_i)
 * @param decay of the steps, not negative
 * @param seed of the orders
 */
public record Sgd(List<Differentiable> parts, Proximable g, double step, double decay, long seed)
        implements Iteration<Sgd.State> {
    /** @throws IllegalArgumentException if there is no part, a domain differs, or a number is out of its range */
    public Sgd {
        parts = List.copyOf(parts);
        PartialSum.require(parts, g);
        GradientDescent.requireStep(step);
        if (!(decay >= 0) || Double.isInfinite(decay)) {
            throw new IllegalArgumentException("decay is " + decay + ", but must be finite and not negative");
        }
    }

    /** With the step 1 / (n max L_i). */
    public Sgd(List<Differentiable> parts, Proximable g, double decay, long seed) {
        this(parts, g, 1 / PartialSum.lipschitz(parts), decay, seed);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] gradient;
        private int sweep;

        private State(float[] x0) {
            x = x0.clone();
            last = x0.clone();
            gradient = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        double t = step / (1 + decay * s.sweep);
        for (int i : order(s.sweep)) {
            parts.get(i).gradient(s.x, s.gradient);
            Vectors.add(-t * parts.size(), s.gradient, s.x);
            g.prox(s.x, t, s.x);
        }
        s.sweep++;
    }

    /** A random order of the parts (Fisher and Yates). */
    private int[] order(int sweep) {
        RandomGenerator random = PartialSum.random(seed, sweep);
        int[] order = new int[parts.size()];
        for (int k = 0; k < order.length; k++) {
            int j = random.nextInt(k + 1);
            order[k] = order[j];
            order[j] = k;
        }
        return order;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last sweep. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.x, s.last);
    }

    @Override
    public double objective(State s) {
        return PartialSum.value(parts, g, s.x);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("parts", parts.size());
        c.same("step", step);
        c.same("decay", decay);
        c.same("seed", seed);
        c.array("x", s.x);
        c.array("last", s.last);
        s.sweep = (int) c.count("sweep", s.sweep);
    }
}
