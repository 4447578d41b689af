package org.preimage.examples.benchmark;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean with its 95 % confidence interval by Student's t distribution: mean +- t<sub>0.975, n-1</sub> s / sqrt(n).
 *
 * @param mean of the values
 * @param half half the width of the interval; NaN for fewer than two values
 */
public record MeanInterval(double mean, double half) {
    private static final double CONFIDENCE = 0.95;

    static MeanInterval of(double[] values) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (n < 2) {
            return new MeanInterval(mean, Double.NaN);
        }
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double t = new TDistribution(n - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return new MeanInterval(mean, t * Math.sqrt(squares / (n - 1) / n));
    }

    /** Of the differences a - b, pair by pair. */
    static MeanInterval ofDifferences(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "there are " + a.length + " and " + b.length + " values, but pairs need as many of both");
        }
        double[] differences = new double[a.length];
        Arrays.setAll(differences, i -> a[i] - b[i]);
        return of(differences);
    }

    /** Whether zero lies outside of the interval. */
    boolean excludesZero() {
        return Math.abs(mean) > half;
    }

    /** With a sign, as "+4.41 +- 0.12". */
    String difference() {
        return Double.isNaN(half)
                ? String.format(Locale.ROOT, "%+.2f", mean)
                : String.format(Locale.ROOT, "%+.2f +- %.2f", mean, half);
    }

    /** As "28.61 +- 0.24". */
    String value() {
        return Double.isNaN(half)
                ? String.format(Locale.ROOT, "%.2f", mean)
                : String.format(Locale.ROOT, "%.2f +- %.2f", mean, half);
    }
}
