package org.preimage.operators;

import java.util.Optional;
import org.preimage.operators.space.Vectors;

/** c A. */
final class Scaled extends LinearOperator {
    private final LinearOperator operator;
    private final double factor;

    Scaled(LinearOperator operator, double factor) {
        super(operator.domain(), operator.range());
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be finite");
        }
        this.operator = operator;
        this.factor = factor;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        operator.computeApply(x, out);
        Vectors.scale(factor, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        operator.computeAdjoint(y, out);
        Vectors.scale(factor, out);
    }

    @Override
    protected double computeNorm() {
        return Math.abs(factor) * operator.norm();
    }

    /** c<sup>2</sup> A* A + rho 1 = c<sup>2</sup> (A* A + rho / c<sup>2</sup> 1). */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        double square = factor * factor;
        return square == 0
                ? Optional.empty()
                : operator.dampedNormal().map(solver -> (rho, r, x) -> {
                    solver.solve(rho / square, r, x);
                    Vectors.scale(1 / square, x);
                });
    }

    @Override
    public Optional<LinearOperator> magnitudes() {
        return operator.magnitudes().map(a -> a.scaled(Math.abs(factor)));
    }
}
