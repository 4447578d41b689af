package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * Gradient descent x' = x - t grad f(x) for smooth f. With t = 1/L the objective falls as f(x_k) - f* &lt;= L |x_0 -
 * x*|<sup>2</sup> / (2 k) (Nesterov 2004, Introductory lectures on convex optimization, corollary 2.1.2).
 *
 * @param f what is minimised
 * @param step t, positive; below 2/L
 */
public record GradientDescent(Differentiable f, double step) implements Iteration<GradientDescent.State> {
    /** @throws IllegalArgumentException if the step is not positive and finite */
    public GradientDescent {
        requireStep(step);
    }

    /** With the step 1/L. */
    public GradientDescent(Differentiable f) {
        this(f, stepOf(f));
    }

    static void requireStep(double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("step is " + step + ", but must be positive and finite");
        }
    }

    /** 1/L; 1 for a functional whose gradient is constant. */
    static double stepOf(Differentiable f) {
        double lipschitz = f.lipschitz();
        return lipschitz > 0 ? 1 / lipschitz : 1;
    }

    /** |a - b| / |a|, and 0 where a = b. */
    static double relativeChange(float[] a, float[] b) {
        double change = Math.sqrt(Vectors.distanceSquared(a, b));
        return change == 0 ? 0 : change / Vectors.norm(a);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] gradient;

        private State(float[] x0) {
            x = x0.clone();
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
        f.gradient(s.x, s.gradient);
        Vectors.add(-step, s.gradient, s.x);
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The last step's length relative to the solution. */
    @Override
    public double residual(State s) {
        double moved = step * Vectors.norm(s.gradient);
        return moved == 0 ? 0 : moved / Vectors.norm(s.x);
    }

    @Override
    public double objective(State s) {
        return f.value(s.x);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.array("x", s.x);
        c.array("gradient", s.gradient);
    }
}
