package org.preimage.uncertainty.prediction;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * The intervals mean +- z(level) sd of a Gaussian for each pixel. A standard deviation of 0 claims the mean exactly, at each
 * level below 1.
 *
 * @param mean finite
 * @param standardDeviation not negative; infinite where nothing is known
 */
public record GaussianIntervals(Image mean, Image standardDeviation) implements PredictiveIntervals {
    /** @throws IllegalArgumentException if the shapes differ, the mean is not finite, or a deviation is NaN or negative */
    public GaussianIntervals {
        mean.space().requireShape("standardDeviation", standardDeviation.space());
        mean.requireFinite("mean");
        Deviations.require(standardDeviation);
    }

    /** Those of an estimate. */
    public GaussianIntervals(PosteriorEstimate estimate) {
        this(estimate.mean(), estimate.standardDeviation());
    }

    @Override
    public Space space() {
        return mean.space();
    }

    @Override
    public PredictiveInterval at(double level) {
        double z = StandardNormal.halfWidth(level);
        return between(-z, z, level);
    }

    /**
     * The intervals [mean + lower sd, mean + upper sd].
     *
     * @param lower multiple of the standard deviation, that may be minus infinity
     * @param upper the same for the upper end, not smaller
     * @param level what is claimed
     */
    public PredictiveInterval between(double lower, double upper, double level) {
        Image below = Image.zeros(space());
        Image above = Image.zeros(space());
        for (int i = 0; i < below.data().length; i++) {
            double m = mean.data()[i];
            double sd = standardDeviation.data()[i];
            below.data()[i] = (float) (m + Deviations.multiple(lower, sd));
            above.data()[i] = (float) (m + Deviations.multiple(upper, sd));
        }
        return new PredictiveInterval(below, above, level);
    }
}
