package org.preimage.reconstruction.functional;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The data fidelity f(x) = 1/2 |A x - b|<sup>2</sup> with gradient A*(A x - b).
 *
 * <p>With b = 0 and a gradient for A it is the quadratic smoothness prior of Tikhonov.
 */
public final class LeastSquares implements TwiceDifferentiable {
    private final LinearOperator operator;
    private final float[] data;

    /**
     * @param operator A
     * @param data b, in its range; not copied
     * @throws IllegalArgumentException if the data do not fit the range
     */
    public LeastSquares(LinearOperator operator, float[] data) {
        operator.range().require("data", data);
        this.operator = operator;
        this.data = data;
    }

    /** A. */
    public LinearOperator operator() {
        return operator;
    }

    /** b, not a copy. */
    public float[] data() {
        return data;
    }

    @Override
    public Space domain() {
        return operator.domain();
    }

    @Override
    public double value(float[] x) {
        return 0.5 * Vectors.distanceSquared(operator.apply(x), data);
    }

    @Override
    public double gradient(float[] x, float[] out) {
        float[] residual = operator.apply(x);
        Vectors.add(-1, data, residual);
        operator.adjoint(residual, out);
        return 0.5 * Vectors.normSquared(residual);
    }

    /** A* A v. */
    @Override
    public void hessian(float[] x, float[] v, float[] out) {
        operator.domain().require("x", x);
        operator.adjoint(operator.apply(v), out);
    }

    /** The squared {@link LinearOperator#normBound}. */
    @Override
    public double lipschitz() {
        double norm = operator.normBound();
        return norm * norm;
    }
}
