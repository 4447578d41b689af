package org.preimage.reconstruction.denoise;

import org.preimage.operators.space.Space;

/** Removes white Gaussian noise from an image. Immutable, thread-safe; the same input gives the same output. */
public interface Denoiser {
    /** Where images live. */
    Space domain();

    /**
     * Writes an estimate of the image without noise.
     *
     * @param noisy the image, finite
     * @param sigma standard deviation of the noise in the image's unit, positive; of complex images that of each part
     * @param out result; another array than {@code noisy}
     * @throws IllegalArgumentException if a length does not fit or sigma is not positive
     */
    void denoise(float[] noisy, double sigma, float[] out);
}
