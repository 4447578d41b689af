package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * Nesterov's accelerated gradient method for smooth convex f,
 *
 * <pre>x' = y - t grad f(y),  y' = x' + (k - 1) / (k + 2) (x' - x)  after step k,</pre>
 *
 * with f(x_k) - f* &lt;= 2 L |x_0 - x*|<sup>2</sup> / (k + 1)<sup>2</sup> for t = 1/L.
 *
 * <p>Nesterov 1983, A method of solving a convex programming problem with convergence rate O(1/k^2); the sequence of
 * factors as in Su, Boyd and Candes 2016, A differential equation for modeling Nesterov's accelerated gradient method.
 *
 * @param f what is minimised
 * @param step t, positive; at most 1/L
 */
public record Nesterov(Differentiable f, double step) implements Iteration<Nesterov.State> {
    /** @throws IllegalArgumentException if the step is not positive and finite */
    public Nesterov {
        GradientDescent.requireStep(step);
    }

    /** With the step 1/L. */
    public Nesterov(Differentiable f) {
        this(f, GradientDescent.stepOf(f));
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] y;
        private final float[] gradient;
        private int k;

        private State(float[] x0) {
            x = x0.clone();
            last = x0.clone();
            y = x0.clone();
            gradient = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        f.gradient(s.y, s.gradient);
        Vectors.combine(1, s.y, -step, s.gradient, s.x);
        s.k++;
        double momentum = (s.k - 1.0) / (s.k + 2.0);
        Vectors.combine(1 + momentum, s.x, -momentum, s.last, s.y);
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.x, s.last);
    }

    @Override
    public double objective(State s) {
        return f.value(s.x);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("y", s.y);
        s.k = (int) c.count("k", s.k);
    }
}
