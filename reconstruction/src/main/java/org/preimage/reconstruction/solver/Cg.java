package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * Conjugate gradients for H x = c with symmetric positive semidefinite H: the minimiser of 1/2 &lt;x, H x&gt; - &lt;c, x&gt;. For
 * least squares whose normal operator is known by itself; {@link Cgls} is more accurate where A is at hand.
 *
 * <p>Hestenes and Stiefel 1952, Methods of conjugate gradients for solving linear systems.
 *
 * @param operator H, from a space to itself
 * @param right c
 * @param goal objective at which the method is {@link #finished}; minus infinity to go on
 */
public record Cg(LinearOperator operator, float[] right, double goal) implements Iteration<Cg.State> {
    /** @throws IllegalArgumentException if H changes the length, c does not fit, or the goal is not a number */
    public Cg {
        operator.range().require("right", right);
        operator.domain().require("right", right);
        if (Double.isNaN(goal)) {
            throw new IllegalArgumentException("goal is NaN, but must be a number");
        }
    }

    /** Without an early stop. */
    public Cg(LinearOperator operator, float[] right) {
        this(operator, right, Double.NEGATIVE_INFINITY);
    }

    /** All buffers of a run: r = c - H x, direction p, q = H p. */
    public static final class State {
        private final float[] x;
        private final float[] r;
        private final float[] p;
        private final float[] q;
        private double gamma;

        private State(float[] x, float[] r) {
            this.x = x;
            this.r = r;
            this.p = r.clone();
            this.q = new float[x.length];
            this.gamma = Vectors.normSquared(r);
        }
    }

    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        float[] r = operator.apply(x0);
        Vectors.combine(1, right, -1, r, r);
        return new State(x0.clone(), r);
    }

    @Override
    public void step(State state) {
        operator.apply(state.p, state.q);
        double curvature = Vectors.dot(state.p, state.q);
        if (!(curvature > 0) || state.gamma == 0) {
            // Nothing left that H sees: x is a solution.
            return;
        }
        double alpha = state.gamma / curvature;
        Vectors.add(alpha, state.p, state.x);
        Vectors.add(-alpha, state.q, state.r);
        double next = Vectors.normSquared(state.r);
        Vectors.combine(1, state.r, next / state.gamma, state.p, state.p);
        state.gamma = next;
    }

    @Override
    public float[] solution(State state) {
        return state.x;
    }

    /** |c - H x| / |c|. */
    @Override
    public double residual(State state) {
        double first = Vectors.norm(right);
        return first == 0 ? 0 : Math.sqrt(state.gamma) / first;
    }

    /** 1/2 &lt;x, H x&gt; - &lt;c, x&gt;. */
    @Override
    public double objective(State state) {
        return -0.5 * (Vectors.dot(state.x, right) + Vectors.dot(state.x, state.r));
    }

    @Override
    public boolean finished(State state) {
        return goal > Double.NEGATIVE_INFINITY && objective(state) <= goal;
    }

    @Override
    public void persist(State state, Checkpoint c) {
        c.same("right", right);
        c.array("x", state.x);
        c.array("r", state.r);
        c.array("p", state.p);
        state.gamma = c.number("gamma", state.gamma);
    }
}
