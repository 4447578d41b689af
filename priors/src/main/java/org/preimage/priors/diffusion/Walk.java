package org.preimage.priors.diffusion;

/** How noisy images go from one level of noise to the next lower one. */
public interface Walk {
    /** Estimates asked for in a step that is not the last. */
    int calls();

    /**
     * One step.
     *
     * @param z noisy images of a level, which become those of the next
     * @param level s
     * @param next s', below s; 0 in the last step, after which z are images without noise
     * @param guide gives estimates of the images
     * @param noise fresh noise
     */
    void step(float[][] z, double level, double next, Guide guide, Noise noise);
}
