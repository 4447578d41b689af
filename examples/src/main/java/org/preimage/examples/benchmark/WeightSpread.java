package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.method.WeightSampler;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.MeanField;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.uncertainty.prediction.Assessment;

/**
 * How widely random weights and the noise have to spread for the largest Gaussian log-likelihood of validation images: one factor
 * of all standard deviations of weights, which variational inference leaves too small where the pixels of an image are
 * not independent observations, and the variance of the noise. The two are fitted as hyperparameters are (empirical Bayes); how
 * deviations differ from weight to weight stays as it was learned. Wide weights spoil the mean: the factor may cost {@value
 * #MOST_LOSS} dB at most, and what is then missing in width is left to calibration.
 *
 * @param factor of the standard deviations of weights; 1 where they have no width of their own, as with dropout
 * @param noiseVariance in the image's unit squared
 * @param logLikelihood that they reach, in nats per pixel
 * @param psnr of the mean in dB of the range 1, mean over images
 */
public record WeightSpread(double factor, double noiseVariance, double logLikelihood, double psnr) {
    private static final double MOST_LOSS = 0.1;

    private static final int LARGEST = 10;

    /** A deviation of 1e-4, so that no pixel is claimed to be known exactly. */
    private static final double LEAST_NOISE = 1e-8;

    /** How an estimator with so much noise and such weights assesses the validation images. */
    @FunctionalInterface
    public interface Validation {
        List<Assessment> of(WeightSampler sampler);
    }

    /**
     * The best factor among powers of 2, from 1 on in the direction in which the likelihood rises, each with its best noise.
     *
     * @param bundle of a {@link BayesianModel}
     * @param symmetric whether draws take symmetries of the geometry
     * @param validation images apart from training
     */
    public static WeightSpread fit(Bundle bundle, ComputeDevice device, boolean symmetric, Validation validation) {
        BayesianModel model = (BayesianModel) bundle.card().model();
        WeightSpread best = at(bundle, device, symmetric, validation, 1);
        if (!(model.law() instanceof MeanField)) {
            return best;
        }
        WeightSpread first = best;
        for (double step : new double[] {2, 0.5}) {
            for (int k = 1; k <= LARGEST; k++) {
                WeightSpread next = at(bundle, device, symmetric, validation, Math.pow(step, k));
                if (next.logLikelihood <= best.logLikelihood || next.psnr < first.psnr - MOST_LOSS) {
                    break;
                }
                best = next;
            }
            if (best != first) {
                break;
            }
        }
        return best;
    }

    private static WeightSpread at(
            Bundle bundle, ComputeDevice device, boolean symmetric, Validation validation, double factor) {
        BayesianModel model = (BayesianModel) bundle.card().model();
        Bundle widened = new Bundle(bundle.card(), model.widened(bundle.weights(), factor));
        WeightSampler sampler = new WeightSampler(widened, device, symmetric);
        double noise = sampler.noiseVariance();
        List<double[]> squares = new ArrayList<>();
        List<double[]> variances = new ArrayList<>();
        List<Assessment> all = validation.of(sampler);
        double psnr = 0;
        for (Assessment a : all) {
            double[] square = new double[a.pixels()];
            double[] variance = new double[a.pixels()];
            for (int i = 0; i < square.length; i++) {
                square[i] = a.error(i) * a.error(i);
                variance[i] = Math.max(0, a.deviation(i) * a.deviation(i) - noise);
            }
            psnr -= 10 * Math.log10(Arrays.stream(square).average().orElseThrow()) / all.size();
            squares.add(square);
            variances.add(variance);
        }
        return best(factor, psnr, squares, variances);
    }

    /** By golden sections over the logarithm of the noise variance. */
    private static WeightSpread best(double factor, double psnr, List<double[]> squares, List<double[]> variances) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(LEAST_NOISE);
        double high = 0;
        double a = high - golden * (high - low);
        double b = low + golden * (high - low);
        double atA = logLikelihood(squares, variances, Math.exp(a));
        double atB = logLikelihood(squares, variances, Math.exp(b));
        for (int k = 0; k < 30; k++) {
            if (atA > atB) {
                high = b;
                b = a;
                atB = atA;
                a = high - golden * (high - low);
                atA = logLikelihood(squares, variances, Math.exp(a));
            } else {
                low = a;
                a = b;
                atA = atB;
                b = low + golden * (high - low);
                atB = logLikelihood(squares, variances, Math.exp(b));
            }
        }
        return new WeightSpread(factor, Math.exp((low + high) / 2), Math.max(atA, atB), psnr);
    }

    private static double logLikelihood(List<double[]> squares, List<double[]> variances, double noise) {
        double sum = 0;
        long count = 0;
        for (int j = 0; j < squares.size(); j++) {
            double[] square = squares.get(j);
            double[] variance = variances.get(j);
            for (int i = 0; i < square.length; i++) {
                double v = variance[i] + noise;
                sum -= 0.5 * (square[i] / v + Math.log(2 * Math.PI * v));
            }
            count += square.length;
        }
        return sum / count;
    }

    /** The bundle with these weights and this noise. */
    public Bundle applied(Bundle bundle) {
        BayesianModel model = (BayesianModel) bundle.card().model();
        return new Bundle(bundle.card(), model.withNoise(model.widened(bundle.weights(), factor), noiseVariance));
    }
}
