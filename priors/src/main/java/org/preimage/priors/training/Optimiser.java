package org.preimage.priors.training;

import org.preimage.priors.weights.Layout;

/** Changes weights against a gradient. Immutable; what it remembers is in arrays that are kept for it. */
public interface Optimiser {
    /** How many arrays of the weights' length it remembers; zero at the beginning. */
    int memories();

    /**
     * One step.
     *
     * @param layout of the weights
     * @param weights changed
     * @param gradient at the weights; may be overwritten
     * @param memory as many arrays as {@link #memories}; changed
     * @param step number of this step, from 1
     * @param rate learning rate
     */
    void update(Layout layout, float[] weights, float[] gradient, float[][] memory, long step, double rate);
}
