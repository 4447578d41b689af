package org.preimage.priors.diffusion;

/** An estimate of images from noisy ones that heeds data: what stands for E[x | z, data]. */
@FunctionalInterface
public interface Guide {
    /**
     * Estimates several.
     *
     * @param noisy z = x + s e of each, not changed
     * @param level s
     * @param share of the estimate in the next z: 1 in the last step
     * @param out receives the estimates
     */
    void estimate(float[][] noisy, double level, double share, float[][] out);

    /** The prior alone. */
    static Guide none(DiffusionPrior prior) {
        return (noisy, level, share, out) -> prior.denoise(noisy, level, out);
    }
}
