package org.preimage.priors.laplace;

import org.preimage.operators.LinearOperator;
import org.preimage.priors.dip.LinearisedNetwork;

/**
 * The covariance K = A J V J* A* + s<sup>2</sup> of the data as an operator: each product takes one with the Jacobian and one with
 * its transpose. Used by the thread to which the linearised network belongs.
 */
final class DataCovariance extends LinearOperator {
    private final LinearOperator operator;
    private final LinearisedNetwork jacobian;
    private final float[] deviations;
    private final double noise;

    /**
     * @param operator A
     * @param jacobian J
     * @param deviations the roots of V's diagonal
     * @param noise s<sup>2</sup>; 0 for the prior's part alone
     */
    DataCovariance(LinearOperator operator, LinearisedNetwork jacobian, float[] deviations, double noise) {
        super(operator.range(), operator.range());
        this.operator = operator;
        this.jacobian = jacobian;
        this.deviations = deviations;
        this.noise = noise;
    }

    /** V J* A* u. */
    float[] weights(float[] u) {
        float[] w = jacobian.adjoint(operator.adjoint(u));
        for (int i = 0; i < w.length; i++) {
            w[i] *= deviations[i] * deviations[i];
        }
        return w;
    }

    @Override
    protected void computeApply(float[] u, float[] out) {
        operator.apply(jacobian.apply(weights(u)), out);
        for (int i = 0; i < out.length; i++) {
            out[i] += (float) (noise * u[i]);
        }
    }

    @Override
    protected void computeAdjoint(float[] u, float[] out) {
        computeApply(u, out);
    }
}
