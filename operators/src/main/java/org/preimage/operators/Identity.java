package org.preimage.operators;

import java.util.Optional;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The identity: denoising as an inverse problem. */
public final class Identity extends LinearOperator {
    public Identity(Space space) {
        super(space, space);
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        System.arraycopy(x, 0, out, 0, x.length);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        System.arraycopy(y, 0, out, 0, y.length);
    }

    @Override
    protected double computeNorm() {
        return 1;
    }

    /** x = r / (1 + rho). */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return Optional.of((rho, r, x) -> Vectors.combine(1 / (1 + rho), r, 0, r, x));
    }

    @Override
    public Optional<LinearOperator> magnitudes() {
        return Optional.of(this);
    }
}
