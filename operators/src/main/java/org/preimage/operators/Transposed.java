package org.preimage.operators;

import java.util.Optional;

/** A*. */
final class Transposed extends LinearOperator {
    private final LinearOperator operator;

    Transposed(LinearOperator operator) {
        super(operator.range(), operator.domain());
        this.operator = operator;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        operator.computeAdjoint(x, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        operator.computeApply(y, out);
    }

    @Override
    protected double computeNorm() {
        return operator.norm();
    }

    @Override
    public LinearOperator transposed() {
        return operator;
    }

    @Override
    public Optional<LinearOperator> magnitudes() {
        return operator.magnitudes().map(LinearOperator::transposed);
    }
}
