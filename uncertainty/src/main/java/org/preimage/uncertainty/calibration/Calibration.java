package org.preimage.uncertainty.calibration;

import org.preimage.operators.space.Image;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.uncertainty.prediction.PredictiveIntervals;
import org.preimage.uncertainty.prediction.StandardNormal;

/** How many claimed standard deviations make the interval of a level. Immutable. */
public sealed interface Calibration permits ScaleCalibration, ConformalCalibration, IsotonicCalibration {
    /**
     * The interval of a level, in multiples of the claimed standard deviation from the mean.
     *
     * @param level from 0 to 1
     * @throws IllegalArgumentException if it is not
     */
    Multiples multiples(double level);

    /**
     * Ends of an interval; infinite where the validation set was too small to tell.
     *
     * @param lower mostly negative
     * @param upper not smaller
     */
    record Multiples(double lower, double upper) {}

    /**
     * What the claimed standard deviation has to be multiplied by for a Gaussian interval of the same width.
     *
     * @param level above 0 and below 1
     * @throws IllegalArgumentException if it is not
     */
    default double factor(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie between 0 and 1");
        }
        Multiples m = multiples(level);
        return (m.upper() - m.lower()) / (2 * StandardNormal.halfWidth(level));
    }

    /** The calibrated intervals about a mean. */
    default PredictiveIntervals intervals(Image mean, Image standardDeviation) {
        return new CalibratedIntervals(mean, standardDeviation, this);
    }

    /** The calibrated intervals of an estimate. */
    default PredictiveIntervals intervals(PosteriorEstimate estimate) {
        return intervals(estimate.mean(), estimate.standardDeviation());
    }
}
