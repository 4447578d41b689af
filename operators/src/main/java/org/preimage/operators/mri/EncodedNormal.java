package org.preimage.operators.mri;

import org.preimage.operators.LanczosMethod;
import org.preimage.operators.LinearOperator;

/** S* T S with sensitivities S and the normal operator T of an encoding of coil images. */
final class EncodedNormal extends LinearOperator {
    private final Sensitivities sensitivities;
    private final LinearOperator normal;

    EncodedNormal(Sensitivities sensitivities, LinearOperator normal) {
        super(sensitivities.domain(), sensitivities.domain());
        this.sensitivities = sensitivities;
        this.normal = normal;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        int length = sensitivities.range().length();
        float[][] images = GridPool.take(2, length);
        sensitivities.apply(x, images[0]);
        normal.apply(images[0], images[1]);
        sensitivities.adjoint(images[1], out);
        GridPool.give(images);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }

    @Override
    public LinearOperator transposed() {
        return this;
    }

    @Override
    protected double computeNorm() {
        return LanczosMethod.largest(this);
    }
}
