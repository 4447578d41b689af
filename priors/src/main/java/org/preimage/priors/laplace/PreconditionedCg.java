package org.preimage.priors.laplace;

import java.util.function.UnaryOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * Conjugate gradients for H x = c with symmetric positive definite H and a preconditioner P.
 *
 * <p>Hestenes and Stiefel 1952; Concus, Golub and O'Leary 1976, A generalized conjugate gradient method for the numerical solution of
 * elliptic partial differential equations.
 *
 * @param operator H
 * @param preconditioner P<sup>-1</sup>, symmetric and positive definite
 * @param right c
 */
record PreconditionedCg(LinearOperator operator, UnaryOperator<float[]> preconditioner, float[] right)
        implements Iteration<PreconditionedCg.State> {
    PreconditionedCg {
        operator.range().require("right", right);
        operator.domain().require("right", right);
    }

    /** r = c - H x, z = P<sup>-1</sup> r, direction p. */
    static final class State {
        private final float[] x;
        private final float[] r;
        private final float[] p;
        private double gamma;

        private State(float[] x, float[] r, float[] z) {
            this.x = x;
            this.r = r;
            p = z.clone();
            gamma = Vectors.dot(r, z);
        }
    }

    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        float[] r = operator.apply(x0);
        Vectors.combine(1, right, -1, r, r);
        return new State(x0.clone(), r, preconditioner.apply(r));
    }

    @Override
    public void step(State s) {
        float[] q = operator.apply(s.p);
        double curvature = Vectors.dot(s.p, q);
        if (!(curvature > 0) || s.gamma == 0) {
            return;
        }
        double alpha = s.gamma / curvature;
        Vectors.add(alpha, s.p, s.x);
        Vectors.add(-alpha, q, s.r);
        float[] z = preconditioner.apply(s.r);
        double next = Vectors.dot(s.r, z);
        Vectors.combine(1, z, next / s.gamma, s.p, s.p);
        s.gamma = next;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |c - H x| / |c|. */
    @Override
    public double residual(State s) {
        double size = Vectors.norm(right);
        return size == 0 ? 0 : Vectors.norm(s.r) / size;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("right", right);
        c.array("x", s.x);
        c.array("r", s.r);
        c.array("p", s.p);
        s.gamma = c.number("gamma", s.gamma);
    }
}
