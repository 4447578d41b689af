package org.preimage.priors.diffusion;

import org.preimage.operators.space.Space;

/**
 * What is known of images x when they are seen with noise, z = x + s e with standard normal e: the mean D(z, s) = E[x | z], and with it the
 * score, grad log p_s(z) = (D(z, s) - z) / s<sup>2</sup>. Safe for threads.
 */
public interface DiffusionPrior {
    /** Of the images. */
    Space space();

    /** The mean of all their values. */
    double mean();

    /** d, the standard deviation of their values about the mean. */
    double deviation();

    /** The level of noise at a time between 0 and 1, rising. */
    double level(double time);

    /** The time of a level. */
    double time(double level);

    /**
     * D(z, s) of several.
     *
     * @param noisy z of each, not changed
     * @param level s, positive
     * @param out receives D of each; other arrays than {@code noisy}
     */
    void denoise(float[][] noisy, double level, float[][] out);

    /** Gives w for D(z, s) of a sample. */
    @FunctionalInterface
    interface Cotangent {
        float[] of(int sample, float[] denoised);
    }

    /**
     * D(z, s) of several, and the products of w with D's derivatives, J(z)* w.
     *
     * @param noisy z of each, not changed
     * @param level s, positive
     * @param cotangent gives w, called by several threads
     * @param out receives D of each
     * @param products receives J(z)* w of each
     */
    void pullBack(float[][] noisy, double level, Cotangent cotangent, float[][] out, float[][] products);
}
