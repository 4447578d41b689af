package org.preimage.operators.mri;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.FourierTransform;

/**
 * Cartesian multi-coil MRI, A = M F S: sensitivities, the centred unitary Fourier transform of every coil image, and a mask
 * that keeps the points measured; the others stand as zeros, so that data have the shape (coils, ky, kx).
 */
public final class CartesianMri extends MriOperator {
    private final SamplingMask mask;

    /**
     * @param sensitivities S
     * @param mask of the k-space of the image
     * @throws IllegalArgumentException if the mask is of another size than the image
     */
    public CartesianMri(Sensitivities sensitivities, SamplingMask mask) {
        super(sensitivities, new MaskedFourier(sensitivities.range(), requireFit(sensitivities, mask)));
        this.mask = mask;
    }

    /** All of k-space. */
    public static CartesianMri full(Sensitivities sensitivities) {
        return new CartesianMri(sensitivities, SamplingMask.full(sensitivities.image()));
    }

    private static SamplingMask requireFit(Sensitivities sensitivities, SamplingMask mask) {
        SamplingMask.frequencies(sensitivities.image()).requireShape("the sampling mask", mask.space());
        return mask;
    }

    /** What is measured. */
    public SamplingMask mask() {
        return mask;
    }

    /** The same coils with another mask. */
    public CartesianMri with(SamplingMask other) {
        return new CartesianMri(sensitivities(), other);
    }

    /** That of the sensitivities: neither mask nor Fourier transform add to a norm. */
    @Override
    public double normBound() {
        return sensitivities().normBound();
    }

    @Override
    float[] radii() {
        int[] sizes = mask.space().sizes();
        float[] radii = new float[mask.space().points()];
        for (int i = 0; i < radii.length; i++) {
            double square = 0;
            int rest = i;
            for (int n : sizes) {
                double k = (rest % n - n / 2) / Math.max(1, n / 2.0);
                square += k * k;
                rest /= n;
            }
            radii[i] = (float) Math.sqrt(square);
        }
        return radii;
    }

    /** The Fourier transform of coil images, without the mask. */
    public FourierTransform fourier() {
        return FourierTransform.spatial(sensitivities().range());
    }

    /** The normal operator, without arrays of all coils in between where the mask depends on one or two axes only. */
    @Override
    public LinearOperator gram() {
        return CartesianNormal.of(this);
    }
}
