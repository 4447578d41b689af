package org.preimage.uncertainty.score;

import java.util.List;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.GaussianIntervals;

/**
 * How good Gaussian predictions are over a set of images, in the usual numbers.
 *
 * @param coverage of the intervals of the level asked for, over pixels and images
 * @param sharpness mean width of these intervals over all pixels, in the image's unit
 * @param calibrationError {@link CalibrationCurve#expectedCalibrationError} over the levels 0.01 to 0.99
 * @param calibrationArea {@link CalibrationCurve#area} over the same
 * @param logLikelihood {@link LogLikelihood#gaussian} in nats per pixel; NaN where a standard deviation is 0
 * @param crps {@link Crps#gaussian} in the image's unit
 * @param pearson {@link ErrorCorrelation#pearson}
 * @param spearman {@link ErrorCorrelation#spearman}
 * @param ause {@link SparsificationCurve#ause} of the root mean square error in steps of 1 %
 */
public record UncertaintyQuality(
        Coverage coverage,
        double sharpness,
        double calibrationError,
        double calibrationArea,
        double logLikelihood,
        double crps,
        double pearson,
        double spearman,
        double ause) {
    private static final int LEVELS = 99;
    private static final int STEPS = 100;

    /**
     * All measures.
     *
     * @param all at least one prediction
     * @param level of coverage and sharpness, from 0 to below 1
     * @throws IllegalArgumentException if there are none, or the level is out of range
     */
    public static UncertaintyQuality of(List<Assessment> all, double level) {
        if (!(level >= 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie in [0, 1)");
        }
        Assessment pixels = Assessment.joined(all);
        CalibrationCurve curve = CoverageCounter.gaussian(CalibrationCurve.levels(LEVELS), all);
        boolean density = true;
        for (int i = 0; i < pixels.pixels(); i++) {
            density &= pixels.deviation(i) > 0;
        }
        return new UncertaintyQuality(
                CoverageCounter.gaussian(List.of(level), all).points().get(0),
                new GaussianIntervals(pixels.mean(), pixels.standardDeviation())
                        .at(level)
                        .meanWidth(),
                curve.expectedCalibrationError(),
                curve.area(),
                density ? LogLikelihood.gaussian(pixels) : Double.NaN,
                Crps.gaussian(pixels),
                ErrorCorrelation.pearson(pixels),
                ErrorCorrelation.spearman(pixels),
                SparsificationCurve.of(pixels, SparsificationCurve.Measure.ROOT_MEAN_SQUARE, STEPS)
                        .ause());
    }
}
