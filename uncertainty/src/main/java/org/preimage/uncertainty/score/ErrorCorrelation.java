package org.preimage.uncertainty.score;

import org.preimage.uncertainty.prediction.Assessment;

/**
 * Whether the standard deviation is large where the error is: correlation of sd and |error| over pixels, from -1 to 1. Even a perfect
 * prediction stays below 1, for |error| is random: with standard deviations that vary much it nears sqrt(2/pi) = 0.80 at most
 * (Pearson).
 */
public final class ErrorCorrelation {
    private ErrorCorrelation() {}

    /** Pearson's correlation; NaN where one of the two is the same in all pixels. */
    public static double pearson(Assessment a) {
        double[] sd = new double[a.pixels()];
        double[] error = new double[a.pixels()];
        for (int i = 0; i < sd.length; i++) {
            sd[i] = a.deviation(i);
            error[i] = Math.abs(a.error(i));
        }
        return correlation(sd, error);
    }

    /** Spearman's: Pearson's of the ranks, equal values having the mean of their ranks; NaN where one is the same in all pixels. */
    public static double spearman(Assessment a) {
        return correlation(new Order(a.standardDeviation().data()).ranks(), new Order(absoluteErrors(a)).ranks());
    }

    static float[] absoluteErrors(Assessment a) {
        float[] error = new float[a.pixels()];
        for (int i = 0; i < error.length; i++) {
            error[i] = (float) Math.abs(a.error(i));
        }
        return error;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < a.length; i++) {
            meanA += a[i] / a.length;
            meanB += b[i] / b.length;
        }
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return constant(a) || constant(b) ? Double.NaN : ab / Math.sqrt(aa * bb);
    }

    private static boolean constant(double[] a) {
        for (double v : a) {
            if (v != a[0]) {
                return false;
            }
        }
        return true;
    }
}
