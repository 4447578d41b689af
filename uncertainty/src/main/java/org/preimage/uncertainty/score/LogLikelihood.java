package org.preimage.uncertainty.score;

import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;

/** The logarithm of the density that a prediction gave the truth, in nats; higher is better. */
public final class LogLikelihood {
    private LogLikelihood() {}

    /**
     * Of a Gaussian for each pixel, mean over pixels:
     *
     * <pre>1/n sum_i -(y_i - m_i)^2 / (2 s_i^2) - log s_i - log(2 pi) / 2</pre>
     *
     * <p>Times n it is that of the whole image, the pixels being independent.
     *
     * @throws IllegalArgumentException if a standard deviation is 0, where there is no density
     */
    public static double gaussian(Assessment a) {
        int zeros = 0;
        double sum = 0;
        for (int i = 0; i < a.pixels(); i++) {
            double sd = a.deviation(i);
            if (sd == 0) {
                zeros++;
            } else {
                sum += StandardNormal.logDensity(a.error(i) / sd) - Math.log(sd);
            }
        }
        if (zeros > 0) {
            throw new IllegalArgumentException("standardDeviation is 0 at " + zeros + " of " + a.pixels()
                    + " pixels, but a Gaussian needs a positive one (PosteriorEstimate.atLeast gives the least)");
        }
        return sum / a.pixels();
    }

    /**
     * Of a mixture of Gaussians in each pixel, one about each sample, mean over pixels:
     *
     * <pre>1/n sum_i log 1/S sum_s N(y_i; x_si, variance)</pre>
     *
     * @param samples centres, at least one
     * @param variance of the noise, or of the kernel that smooths the samples; positive and finite
     * @param truth in the space of the samples
     * @throws IllegalArgumentException if the variance is not positive, there are no samples, or shapes differ
     */
    public static double mixture(List<Image> samples, double variance, Image truth) {
        require(samples, variance, truth);
        double[] terms = new double[samples.size()];
        double sum = 0;
        for (int i = 0; i < truth.data().length; i++) {
            for (int s = 0; s < terms.length; s++) {
                double e = (double) truth.data()[i] - samples.get(s).data()[i];
                terms[s] = -0.5 * e * e / variance;
            }
            sum += logMeanExp(terms);
        }
        return sum / truth.data().length - 0.5 * Math.log(2 * Math.PI * variance);
    }

    /**
     * Of a mixture of Gaussians over whole images, one about each sample, divided by the number of pixels:
     *
     * <pre>1/n log 1/S sum_s prod_i N(y_i; x_si, variance)</pre>
     *
     * <p>It knows how pixels go together, and needs a sample near the truth as a whole: with few of them it falls short of what the
     * distribution behind them has.
     *
     * @param samples centres, at least one
     * @param variance of the noise, positive and finite
     * @param truth in the space of the samples
     * @throws IllegalArgumentException if the variance is not positive, there are no samples, or shapes differ
     */
    public static double jointMixture(List<Image> samples, double variance, Image truth) {
        require(samples, variance, truth);
        int n = truth.data().length;
        double[] terms = new double[samples.size()];
        for (int s = 0; s < terms.length; s++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double e = (double) truth.data()[i] - samples.get(s).data()[i];
                sum += e * e;
            }
            terms[s] = -0.5 * sum / variance;
        }
        return logMeanExp(terms) / n - 0.5 * Math.log(2 * Math.PI * variance);
    }

    private static void require(List<Image> samples, double variance, Image truth) {
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException("variance is " + variance + ", but must be positive and finite");
        }
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("there are no samples, but a mixture needs at least one");
        }
        truth.requireFinite("truth");
        for (int s = 0; s < samples.size(); s++) {
            truth.space().requireShape("sample " + (s + 1), samples.get(s).space());
            samples.get(s).requireFinite("sample " + (s + 1));
        }
    }

    /** log 1/S sum exp(t), without overflow. */
    private static double logMeanExp(double[] terms) {
        double most = Double.NEGATIVE_INFINITY;
        for (double t : terms) {
            most = Math.max(most, t);
        }
        double sum = 0;
        for (double t : terms) {
            sum += Math.exp(t - most);
        }
        return most + Math.log(sum / terms.length);
    }
}
