package org.preimage.uncertainty.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.uncertainty.prediction.Assessment;

/**
 * Split conformal intervals mean +- q sd, where q is a quantile of the scores |error| / sd of a validation set, taken so high that
 * coverage is promised whatever the errors' distribution: of n scores the one of rank ceil((n + 1) level), and infinity where
 * that exceeds n. If the new score is exchangeable with them, the interval holds it with a probability of at least {@code level},
 * and at most level + 1/(n + 1) where no scores are equal. Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, Distribution-free
 * predictive inference for regression, JASA 113 (locally weighted residuals); Angelopoulos and Bates 2023, Conformal prediction: a
 * gentle introduction, Foundations and Trends in Machine Learning 16.
 *
 * <p>The promise is for the mean over pixels, images and validation sets, not for each pixel. A level between two of the list takes
 * the quantile of the next higher one, which keeps it, and one beyond the last takes infinity.
 *
 * @param levels rising, within (0, 1)
 * @param quantiles q of each level, not falling, not negative
 */
public record ConformalCalibration(List<Double> levels, List<Double> quantiles) implements Calibration {
    /** @throws IllegalArgumentException if the lists are of different length, or levels or quantiles fall */
    public ConformalCalibration {
        Knots.require(levels, quantiles);
        levels = List.copyOf(levels);
        quantiles = List.copyOf(quantiles);
        if (!(quantiles.get(0) >= 0)) {
            throw new IllegalArgumentException(
                    "the first quantile is " + quantiles.get(0) + ", but must not be negative");
        }
    }

    /** The levels 0.01, 0.02 .. 0.99, 0.995, 0.999. */
    public static List<Double> usualLevels() {
        List<Double> levels = new ArrayList<>();
        for (int k = 1; k < 100; k++) {
            levels.add(k / 100.0);
        }
        levels.add(0.995);
        levels.add(0.999);
        return levels;
    }

    /**
     * With all pixels counted as exchangeable: n is the number of pixels. Pixels of an image go together, so the promise only
     * holds for as many images that differences between them average out.
     *
     * @param validation at least one prediction
     * @param levels rising, within (0, 1)
     * @throws IllegalArgumentException if there is no prediction, or the levels do not rise
     */
    public static ConformalCalibration ofPixels(List<Assessment> validation, List<Double> levels) {
        long pixels = validation.stream().mapToLong(Assessment::pixels).sum();
        double[] weights = new double[validation.size()];
        Arrays.fill(weights, 1.0 / (pixels + 1));
        return fit(validation, weights, levels);
    }

    /**
     * With whole images counted as exchangeable, whatever binds their pixels: the interval holds a pixel drawn at random from a new
     * image with a probability of at least {@code level}. Each of K images has the weight 1/(K + 1), divided among its pixels, and
     * infinity the rest. Lee, Barber and Willett 2023, Distribution-free inference with hierarchical data (arXiv 2306.06342).
     *
     * <p>The price is width: K images tell levels up to K/(K + 1), and the level 0.9 takes the quantile 0.9 (K + 1)/K of their pixels.
     *
     * @param validation at least one prediction
     * @param levels rising, within (0, 1)
     * @throws IllegalArgumentException if there is no prediction, or the levels do not rise
     */
    public static ConformalCalibration ofImages(List<Assessment> validation, List<Double> levels) {
        double[] weights = validation.stream()
                .mapToDouble(a -> 1.0 / (validation.size() + 1.0) / a.pixels())
                .toArray();
        return fit(validation, weights, levels);
    }

    /** The smallest score at which the weights of the scores so far reach a level. */
    private static ConformalCalibration fit(List<Assessment> validation, double[] weights, List<Double> levels) {
        long count = validation.stream().mapToLong(Assessment::pixels).sum();
        if (count == 0 || count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the validation set has " + count + " pixels, but must have 1 to 2^31");
        }
        long[] scores = new long[(int) count];
        int n = 0;
        for (int j = 0; j < weights.length; j++) {
            Assessment a = validation.get(j);
            for (int i = 0; i < a.pixels(); i++) {
                double exact = Math.abs(a.standardisedError(i));
                float score = (float) exact;
                // Upwards, so that the interval does not lose its own score to rounding. The bits of floats that are
                // not
                // negative rise with them.
                score = score < exact ? Math.nextUp(score) : score;
                scores[n++] = (long) Float.floatToIntBits(score) << 32 | j;
            }
        }
        Arrays.sort(scores);
        List<Double> quantiles = new ArrayList<>();
        double reached = 0;
        int k = 0;
        for (double level : levels) {
            // Less than any weight counts, and more than rounding adds up to.
            while (k < n && reached < level - 1e-10) {
                reached += weights[(int) scores[k++]];
            }
            boolean told = reached >= level - 1e-10 && k > 0;
            quantiles.add(told ? (double) Float.intBitsToFloat((int) (scores[k - 1] >> 32)) : Double.POSITIVE_INFINITY);
        }
        return new ConformalCalibration(levels, quantiles);
    }

    @Override
    public Multiples multiples(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie between 0 and 1");
        }
        if (level == 0) {
            return new Multiples(0, 0);
        }
        for (int k = 0; k < levels.size(); k++) {
            if (levels.get(k) >= level - Knots.ROUNDING) {
                return new Multiples(-quantiles.get(k), quantiles.get(k));
            }
        }
        return new Multiples(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
