package org.preimage.uncertainty.prediction;

import org.preimage.operators.space.Space;

/** Intervals in which each pixel's true value is claimed to lie, at any level. */
public interface PredictiveIntervals {
    /** Of the image. */
    Space space();

    /**
     * The central intervals.
     *
     * @param level probability claimed, from 0 (the median) to 1 (everything)
     * @throws IllegalArgumentException if the level is not in [0, 1], or too high for what the intervals are made from
     */
    PredictiveInterval at(double level);
}
