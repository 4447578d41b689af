package org.preimage.uncertainty.score;

import org.preimage.operators.space.Image;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.SampleQuantiles;
import org.preimage.uncertainty.prediction.StandardNormal;

/**
 * The continuous ranked probability score, the integral of (F(x) - [x &gt;= y])<sup>2</sup>, mean over pixels and in the image's unit:
 * the smaller the better, the absolute error where nothing is left open. Gneiting and Raftery 2007, Strictly proper scoring
 * rules, prediction, and estimation, JASA 102.
 */
public final class Crps {
    private static final double ROOT_PI_INVERSE = 1 / Math.sqrt(Math.PI);

    private Crps() {}

    /** Of a Gaussian for each pixel: s (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)) with z = (y - m) / s; |y - m| where s is 0. */
    public static double gaussian(Assessment a) {
        double sum = 0;
        for (int i = 0; i < a.pixels(); i++) {
            double sd = a.deviation(i);
            double z = sd == 0 ? Double.POSITIVE_INFINITY : a.error(i) / sd;
            // Beyond, the distribution is a point for double precision, but for its spread.
            sum += Double.isInfinite(z)
                    ? Math.abs(a.error(i))
                    : sd
                            * (z * (2 * StandardNormal.probability(z) - 1)
                                    + 2 * StandardNormal.density(z)
                                    - ROOT_PI_INVERSE);
        }
        return sum / a.pixels();
    }

    /**
     * Of the samples themselves as a distribution: 1/S sum |x_s - y| - 1/(2 S<sup>2</sup>) sum |x_s - x_t|. With few samples it is
     * larger than that of the distribution behind them.
     *
     * @throws IllegalArgumentException if the truth does not fit or is not finite
     */
    public static double samples(SampleQuantiles samples, Image truth) {
        return samples(samples, truth, (double) samples.count() * samples.count());
    }

    /**
     * Of the distribution behind the samples, without bias: 1/S sum |x_s - y| - 1/(2 S (S - 1)) sum |x_s - x_t| (Ferro 2014, Fair
     * scores for ensemble forecasts, Q. J. R. Meteorol. Soc. 140).
     *
     * @throws IllegalArgumentException if there are fewer than 2 samples, or the truth does not fit or is not finite
     */
    public static double fair(SampleQuantiles samples, Image truth) {
        if (samples.count() < 2) {
            throw new IllegalArgumentException(
                    "there are " + samples.count() + " samples, but the fair score needs at least 2");
        }
        return samples(samples, truth, samples.count() * (samples.count() - 1.0));
    }

    private static double samples(SampleQuantiles samples, Image truth, double pairs) {
        samples.space().requireShape("truth", truth.space());
        truth.requireFinite("truth");
        int n = samples.count();
        double sum = 0;
        for (int i = 0; i < truth.data().length; i++) {
            double y = truth.data()[i];
            double distance = 0;
            double spread = 0;
            for (int k = 0; k < n; k++) {
                double x = samples.ordered(i, k);
                distance += Math.abs(x - y);
                // In order, x_k is the larger of k pairs and the smaller of n - 1 - k.
                spread += (2 * k + 1.0 - n) * x;
            }
            sum += distance / n - spread / pairs;
        }
        return sum / truth.data().length;
    }
}
