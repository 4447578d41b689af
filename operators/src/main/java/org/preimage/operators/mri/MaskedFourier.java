package org.preimage.operators.mri;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Space;

/** The encoding of Cartesian MRI, M F: each coil image's Fourier transform, zero where the mask keeps nothing. */
final class MaskedFourier extends LinearOperator {
    private final FourierTransform fourier;
    private final LinearOperator mask;

    MaskedFourier(Space coilImages, SamplingMask mask) {
        super(coilImages, FourierTransform.spatial(coilImages).range());
        this.fourier = FourierTransform.spatial(coilImages);
        this.mask = mask.operator(range());
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        mask.apply(fourier.apply(x), out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        fourier.adjoint(mask.apply(y), out);
    }

    @Override
    protected double computeNorm() {
        return 1;
    }
}
