package org.preimage.reconstruction.functional;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The data fidelity f(x) = 1/2 |A x - b|<sup>2</sup> by its normal operator H = A* A, where A has one that is faster than A
 * and its adjoint one after the other:
 *
 * <pre>grad f(x) = H x - A* b,   f(x) = 1/2 &lt;x, H x&gt; - &lt;x, A* b&gt; + 1/2 |b|<sup>2</sup>.</pre>
 *
 * Values are differences of large numbers, exact to about 1e-6 of 1/2 |b|<sup>2</sup>; {@link LeastSquares} is as fast for
 * operators without such a form, and exact.
 */
public final class NormalLeastSquares implements TwiceDifferentiable {
    private final LinearOperator gram;
    private final float[] right;
    private final double constant;
    private final double lipschitz;

    /**
     * @param operator A
     * @param data b, in its range
     * @throws IllegalArgumentException if the data do not fit the range
     */
    public NormalLeastSquares(LinearOperator operator, float[] data) {
        operator.range().require("data", data);
        this.gram = operator.gram();
        this.right = operator.adjoint(data);
        this.constant = 0.5 * Vectors.normSquared(data);
        double norm = operator.normBound();
        this.lipschitz = norm * norm;
    }

    /** H. */
    public LinearOperator gram() {
        return gram;
    }

    /** A* b, not a copy. */
    public float[] right() {
        return right;
    }

    @Override
    public Space domain() {
        return gram.domain();
    }

    @Override
    public double value(float[] x) {
        return value(x, gram.apply(x));
    }

    private double value(float[] x, float[] hx) {
        return Vectors.sum(x.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += x[i] * (0.5 * hx[i] - right[i]);
                    }
                    return sum;
                })
                + constant;
    }

    @Override
    public double gradient(float[] x, float[] out) {
        gram.apply(x, out);
        // One pass for both: the value needs H x, which the gradient overwrites. Four sums, lest each addition wait for
        // the last.
        return Vectors.sum(x.length, (from, to) -> {
                    double a = 0;
                    double b = 0;
                    double c = 0;
                    double d = 0;
                    int i = from;
                    for (; i < to - 3; i += 4) {
                        a += x[i] * (0.5f * out[i] - right[i]);
                        b += x[i + 1] * (0.5f * out[i + 1] - right[i + 1]);
                        c += x[i + 2] * (0.5f * out[i + 2] - right[i + 2]);
                        d += x[i + 3] * (0.5f * out[i + 3] - right[i + 3]);
                    }
                    for (; i < to; i++) {
                        a += x[i] * (0.5f * out[i] - right[i]);
                    }
                    for (int j = from; j < to; j++) {
                        out[j] -= right[j];
                    }
                    return a + b + c + d;
                })
                + constant;
    }

    /** A* A v. */
    @Override
    public void hessian(float[] x, float[] v, float[] out) {
        gram.domain().require("x", x);
        gram.apply(v, out);
    }

    /** The squared {@link LinearOperator#normBound}. */
    @Override
    public double lipschitz() {
        return lipschitz;
    }
}
