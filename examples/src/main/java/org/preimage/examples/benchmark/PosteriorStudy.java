package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.uncertainty.calibration.Calibration;
import org.preimage.uncertainty.calibration.ScaleCalibration;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.CalibrationCurve;
import org.preimage.uncertainty.score.CoverageCounter;
import org.preimage.uncertainty.score.ErrorCorrelation;
import org.preimage.uncertainty.score.LogLikelihood;

/**
 * How far the uncertainty of a method is to be trusted on the phantoms of a published experiment.
 *
 * @param method tells mean and standard deviation
 * @param experiment phantoms, geometry and noise
 * @param seed of all samples
 */
public record PosteriorStudy(BayesianReconstructor method, SparseViewExperiment experiment, long seed) {
    /** Samples of the validation split that training may have seen are left out. */
    public static final int CALIBRATION_FROM = 1000;

    /**
     * Random ellipses of a split.
     *
     * @param first number in the sequence
     * @param done told the number of images after each
     */
    public List<Assessment> ellipses(Split split, int first, int count, IntConsumer done) {
        List<Assessment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(assess(experiment.ellipses(split, seed, first + i)));
            done.accept(i + 1);
        }
        return all;
    }

    /** The phantom of Shepp and Logan with several draws of noise. */
    public List<Assessment> sheppLogan(int count, IntConsumer done) {
        List<Assessment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(assess(experiment.sheppLogan(Split.TEST, seed, i)));
            done.accept(i + 1);
        }
        return all;
    }

    private Assessment assess(Sample sample) {
        float[] data = sample.data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= (float) experiment.divisor();
        }
        InverseProblem problem = new InverseProblem(
                experiment.projector(), new Image(experiment.beam().sinogram(), data));
        return new Assessment(
                method.estimate(problem), new Image(experiment.projector().domain(), sample.truth()));
    }

    /**
     * What is told of a set of images.
     *
     * @param images how many
     * @param psnr mean over images in dB, of the range 1
     * @param psnrSpread standard deviation over images
     * @param claimed coverage of Gaussian intervals of the level, without calibration
     * @param covered the same with the calibrated intervals
     * @param coveredSpread standard deviation over images of the latter
     * @param calibrationError mean of |observed - claimed coverage| over levels, calibrated
     * @param logLikelihood Gaussian, in nats per pixel, without calibration
     * @param scaledLogLikelihood the same with all standard deviations times a factor
     * @param pearson correlation of standard deviation and |error|: mean over images
     * @param spearman the same of ranks
     * @param deviation mean of the standard deviation over pixels
     * @param error mean of |error| over pixels
     */
    public record Figures(
            int images,
            double psnr,
            double psnrSpread,
            double claimed,
            double covered,
            double coveredSpread,
            double calibrationError,
            double logLikelihood,
            double scaledLogLikelihood,
            double pearson,
            double spearman,
            double deviation,
            double error) {
        /**
         * Those of a set.
         *
         * @param all at least one image
         * @param intervals calibrated on other images
         * @param scale calibrated on other images
         * @param level of coverage, as 0.9
         */
        public static Figures of(List<Assessment> all, Calibration intervals, ScaleCalibration scale, double level) {
            int n = all.size();
            double[] psnr = new double[n];
            double[] sums = new double[4];
            for (int k = 0; k < n; k++) {
                Assessment a = all.get(k);
                for (int i = 0; i < a.pixels(); i++) {
                    double e = a.error(i);
                    sums[2] += a.deviation(i) / a.pixels() / n;
                    sums[3] += Math.abs(e) / a.pixels() / n;
                }
                psnr[k] = ImageQuality.psnr(a.truth(), a.mean(), 1);
                sums[0] += ErrorCorrelation.pearson(a) / n;
                sums[1] += ErrorCorrelation.spearman(a) / n;
            }
            CoverageCounter claimed = new CoverageCounter(level);
            CoverageCounter calibrated = new CoverageCounter(level);
            for (Assessment a : all) {
                claimed.add(a);
                calibrated.add(intervals.intervals(a.mean(), a.standardDeviation()), a.truth());
            }
            Assessment pixels = Assessment.joined(all);
            var covered = calibrated.curve().points().get(0);
            return new Figures(
                    n,
                    mean(psnr),
                    spread(psnr),
                    claimed.curve().points().get(0).observed(),
                    covered.observed(),
                    covered.imageSd(),
                    curve(all, intervals).expectedCalibrationError(),
                    LogLikelihood.gaussian(pixels),
                    LogLikelihood.gaussian(pixels.scaled(scale.factor())),
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3]);
        }
    }

    /** Observed coverage of calibrated intervals at the levels 0.05, 0.1 .. 0.95. */
    public static CalibrationCurve curve(List<Assessment> all, Calibration calibration) {
        CoverageCounter counter = new CoverageCounter(CalibrationCurve.levels(19));
        for (Assessment a : all) {
            counter.add(calibration.intervals(a.mean(), a.standardDeviation()), a.truth());
        }
        return counter.curve();
    }

    private static double mean(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v / x.length;
        }
        return sum;
    }

    private static double spread(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double v : x) {
            sum += (v - mean) * (v - mean);
        }
        return x.length > 1 ? Math.sqrt(sum / (x.length - 1)) : Double.NaN;
    }
}
