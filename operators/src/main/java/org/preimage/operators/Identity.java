package org.preimage.operators;

import java.util.Optional;
import org.preimage.operators.space.Space;

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

    @Override
    public Optional<LinearOperator> magnitudes() {
        return Optional.of(this);
    }
}
