package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * Conjugate gradients for the least-squares problem min |A x - b|<sup>2</sup>, without forming A* A. Stopped early it
 * regularises: the number of iterations takes the role of the weight.
 *
 * <p>Hestenes and Stiefel 1952, Methods of conjugate gradients for solving linear systems; Bjorck 1996, Numerical
 * methods for least squares problems, section 7.4.
 *
 * @param operator A
 * @param data b, in its range
 * @param discrepancy value of |A x - b| at which the method is {@link #finished}; 0 to go on
 */
public record Cgls(LinearOperator operator, float[] data, double discrepancy) implements Iteration<Cgls.State> {
    /** @throws IllegalArgumentException if the data do not fit the range or the discrepancy is negative */
    public Cgls {
        operator.range().require("data", data);
        if (!(discrepancy >= 0)) {
            throw new IllegalArgumentException("discrepancy is " + discrepancy + ", but must not be negative");
        }
    }

    /** Without an early stop. */
    public Cgls(LinearOperator operator, float[] data) {
        this(operator, data, 0);
    }

    /** All buffers of a run: r = b - A x, s = A* r, direction p, q = A p. */
    public static final class State {
        private final float[] x;
        private final float[] r;
        private final float[] s;
        private final float[] p;
        private final float[] q;
        private double gamma;
        private final double first;

        private State(float[] x, float[] r, float[] s, float[] q, double first) {
            this.x = x;
            this.r = r;
            this.s = s;
            this.p = s.clone();
            this.q = q;
            this.gamma = Vectors.normSquared(s);
            this.first = first;
        }

        /** |A x - b|. */
        public double discrepancy() {
            return Vectors.norm(r);
        }
    }

    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        float[] r = operator.apply(x0);
        Vectors.combine(1, data, -1, r, r);
        return new State(
                x0.clone(), r, operator.adjoint(r), operator.range().zeros(), Vectors.norm(operator.adjoint(data)));
    }

    @Override
    public void step(State state) {
        operator.apply(state.p, state.q);
        double curvature = Vectors.normSquared(state.q);
        if (curvature == 0 || state.gamma == 0) {
            // The gradient is zero: x is a solution.
            return;
        }
        double alpha = state.gamma / curvature;
        Vectors.add(alpha, state.p, state.x);
        Vectors.add(-alpha, state.q, state.r);
        operator.adjoint(state.r, state.s);
        double next = Vectors.normSquared(state.s);
        Vectors.combine(1, state.s, next / state.gamma, state.p, state.p);
        state.gamma = next;
    }

    @Override
    public float[] solution(State state) {
        return state.x;
    }

    /** The gradient's norm relative to that at zero, |A*(b - A x)| / |A* b|. */
    @Override
    public double residual(State state) {
        return state.first == 0 ? 0 : Math.sqrt(state.gamma) / state.first;
    }

    /** 1/2 |A x - b|<sup>2</sup>. */
    @Override
    public double objective(State state) {
        return 0.5 * Vectors.normSquared(state.r);
    }

    @Override
    public boolean finished(State state) {
        return discrepancy > 0 && state.discrepancy() <= discrepancy;
    }

    @Override
    public void persist(State state, Checkpoint c) {
        c.same("data", data);
        c.array("x", state.x);
        c.array("r", state.r);
        c.array("p", state.p);
        state.gamma = c.number("gamma", state.gamma);
    }
}
