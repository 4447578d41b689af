package org.preimage.uncertainty.score;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.GaussianIntervals;
import org.preimage.uncertainty.prediction.PredictiveIntervals;

/** Counts the pixels that intervals cover, at several levels and over images that come one by one. */
public final class CoverageCounter {
    private final List<Double> levels;
    private final List<double[]> shares = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    /**
     * @param levels probabilities claimed, rising, in [0, 1]
     * @throws IllegalArgumentException if they are not
     */
    public CoverageCounter(List<Double> levels) {
        Levels.requireRising("levels", levels, 0, 1);
        this.levels = List.copyOf(levels);
    }

    /** For one level. */
    public CoverageCounter(double level) {
        this(List.of(level));
    }

    /**
     * The calibration curve of Gaussian predictions.
     *
     * @param levels probabilities claimed, rising, in [0, 1]
     */
    public static CalibrationCurve gaussian(List<Double> levels, List<Assessment> all) {
        CoverageCounter counter = new CoverageCounter(levels);
        all.forEach(counter::add);
        return counter.curve();
    }

    /**
     * One more image.
     *
     * @throws IllegalArgumentException if the truth does not fit or is not finite
     */
    public void add(PredictiveIntervals intervals, Image truth) {
        double[] covered = new double[levels.size()];
        for (int k = 0; k < covered.length; k++) {
            covered[k] = intervals.at(levels.get(k)).coverage(truth);
        }
        shares.add(covered);
        sizes.add(truth.data().length);
    }

    /** One more image with Gaussian intervals. */
    public void add(Assessment a) {
        add(new GaussianIntervals(a.mean(), a.standardDeviation()), a.truth());
    }

    /**
     * Coverage at each level.
     *
     * @throws IllegalStateException before the first image
     */
    public CalibrationCurve curve() {
        int images = shares.size();
        if (images == 0) {
            throw new IllegalStateException("the coverage of no images is not known; add at least one");
        }
        List<Coverage> points = new ArrayList<>();
        for (int k = 0; k < levels.size(); k++) {
            double pixels = 0;
            double covered = 0;
            double mean = 0;
            for (int j = 0; j < images; j++) {
                pixels += sizes.get(j);
                covered += shares.get(j)[k] * sizes.get(j);
                mean += shares.get(j)[k] / images;
            }
            double squares = 0;
            for (double[] share : shares) {
                squares += (share[k] - mean) * (share[k] - mean);
            }
            double sd = images > 1 ? Math.sqrt(squares / (images - 1)) : Double.NaN;
            points.add(new Coverage(levels.get(k), covered / pixels, mean, sd, images));
        }
        return new CalibrationCurve(points);
    }
}
