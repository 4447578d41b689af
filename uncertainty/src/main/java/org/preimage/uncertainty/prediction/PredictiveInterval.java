package org.preimage.uncertainty.prediction;

import org.preimage.operators.space.Image;

/**
 * One interval for each pixel, with what is claimed of it.
 *
 * @param lower ends, that may be minus infinity
 * @param upper ends, that may be infinity
 * @param level probability with which each is claimed to hold the truth
 */
public record PredictiveInterval(Image lower, Image upper, double level) {
    /** @throws IllegalArgumentException if shapes differ, an end is NaN, or a lower one exceeds its upper one */
    public PredictiveInterval {
        StandardNormal.requireLevel(level);
        lower.space().requireShape("upper", upper.space());
        for (int i = 0; i < lower.data().length; i++) {
            float a = lower.data()[i];
            float b = upper.data()[i];
            if (!(a <= b)) {
                throw new IllegalArgumentException(
                        "the interval at index " + i + " is [" + a + ", " + b + "], but must run from lower to upper");
            }
        }
    }

    /**
     * The share of pixels whose truth lies in the interval, ends included.
     *
     * @throws IllegalArgumentException if the truth does not fit or is not finite
     */
    public double coverage(Image truth) {
        requireTruth(truth);
        int covered = 0;
        for (int i = 0; i < truth.data().length; i++) {
            if (lower.data()[i] <= truth.data()[i] && truth.data()[i] <= upper.data()[i]) {
                covered++;
            }
        }
        return (double) covered / truth.data().length;
    }

    /** Sharpness: the mean width; narrower is better among those that cover as they claim. */
    public double meanWidth() {
        double sum = 0;
        for (int i = 0; i < lower.data().length; i++) {
            sum += (double) upper.data()[i] - lower.data()[i];
        }
        return sum / lower.data().length;
    }

    /**
     * The interval score, the mean of u - l + 2/a (l - y)<sub>+</sub> + 2/a (y - u)<sub>+</sub> with a = 1 - level, in the image's
     * unit: the smaller the better, and smallest in expectation for the true quantiles (Gneiting and Raftery 2007, Strictly proper
     * scoring rules, prediction, and estimation, JASA 102).
     *
     * @throws IllegalArgumentException if the truth does not fit or is not finite, or the level is 1
     */
    public double score(Image truth) {
        requireTruth(truth);
        if (level == 1) {
            throw new IllegalArgumentException("level is 1, but the interval score needs less");
        }
        double outside = 0;
        for (int i = 0; i < truth.data().length; i++) {
            double y = truth.data()[i];
            outside += Math.max(0, lower.data()[i] - y) + Math.max(0, y - upper.data()[i]);
        }
        return meanWidth() + 2 / (1 - level) * outside / truth.data().length;
    }

    private void requireTruth(Image truth) {
        lower.space().requireShape("truth", truth.space());
        truth.requireFinite("truth");
    }
}
