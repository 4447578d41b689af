package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * Removes stripes along the angle from sinograms: what a detector cell adds to all its line integrals, and what the
 * back-projection turns into rings about the rotation axis.
 */
public interface StripeFilter {
    /**
     * Filters each detector row by itself.
     *
     * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     * @return a new image in the same space
     * @throws IllegalArgumentException if the axes are others, or a value is not finite
     */
    Image apply(Image lineIntegrals);

    /** What is done, in words, with its parameters. */
    String description();
}
