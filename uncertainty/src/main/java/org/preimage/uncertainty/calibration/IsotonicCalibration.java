package org.preimage.uncertainty.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.uncertainty.prediction.Assessment;

/**
 * Recalibration of all quantiles (Kuleshov, Fenner and Ermon 2018, Accurate uncertainties for deep learning using calibrated
 * regression, ICML): a function R that does not fall, fitted so that the claimed distribution functions F, taken through it as
 * R(F), have the levels that the validation set shows. The fit is to the pairs of F(y) and the share of the validation set with smaller
 * F(y). These rise together, so that isotonic regression goes through all of them, and its inverse is the empirical quantile.
 *
 * <p>For Gaussians F(y) = Phi(z) with z = (y - mean) / sd. The inverse is kept in z, where a claim that is wrong by a
 * factor of ten still has digits; it is straight between the levels of the list and infinite beyond them. Unlike the other
 * calibrations it sees bias and skewness: its intervals need not be symmetric about the mean.
 *
 * @param levels rising, within (0, 1)
 * @param quantiles z below which that share of truths lies, not falling
 */
public record IsotonicCalibration(List<Double> levels, List<Double> quantiles) implements Calibration {
    /** @throws IllegalArgumentException if the lists are of different length, or levels or quantiles fall */
    public IsotonicCalibration {
        Knots.require(levels, quantiles);
        levels = List.copyOf(levels);
        quantiles = List.copyOf(quantiles);
    }

    /** The levels 0.0005, 0.001, 0.0025, 0.005, 0.01 .. 0.99, and as near to 1: intervals up to 0.999. */
    public static List<Double> usualLevels() {
        List<Double> levels = new ArrayList<>(List.of(0.0005, 0.001, 0.0025));
        for (int k = 1; k < 200; k++) {
            levels.add(k / 200.0);
        }
        levels.addAll(List.of(0.9975, 0.999, 0.9995));
        return levels;
    }

    /**
     * Fits it to a validation set. The quantile p of n pixels is that of rank (n + 1) p, and infinite where there is no such rank.
     *
     * @param validation at least one prediction
     * @param levels rising, within (0, 1)
     * @throws IllegalArgumentException if there is no prediction, or the levels do not rise
     */
    public static IsotonicCalibration fit(List<Assessment> validation, List<Double> levels) {
        long count = validation.stream().mapToLong(Assessment::pixels).sum();
        if (count == 0 || count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the validation set has " + count + " pixels, but must have 1 to 2^31");
        }
        double[] z = new double[(int) count];
        int n = 0;
        for (Assessment a : validation) {
            for (int i = 0; i < a.pixels(); i++) {
                z[n++] = a.standardisedError(i);
            }
        }
        Arrays.sort(z);
        List<Double> quantiles = new ArrayList<>();
        for (double level : levels) {
            double rank = (n + 1.0) * level;
            int below = (int) Math.floor(rank);
            double lower = below < 1 ? Double.NEGATIVE_INFINITY : z[Math.min(below, n) - 1];
            double upper = below + 1 > n ? Double.POSITIVE_INFINITY : z[below];
            quantiles.add(line(lower, upper, rank - below));
        }
        return new IsotonicCalibration(levels, quantiles);
    }

    @Override
    public Multiples multiples(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie between 0 and 1");
        }
        double lower = quantile((1 - level) / 2);
        double upper = quantile((1 + level) / 2);
        return new Multiples(lower, Math.max(lower, upper));
    }

    /** The z below which a truth lies with probability {@code p}; infinite beyond the levels. */
    public double quantile(double p) {
        int above = 0;
        while (above < levels.size() && levels.get(above) < p - Knots.ROUNDING) {
            above++;
        }
        if (above == levels.size()) {
            return Double.POSITIVE_INFINITY;
        }
        if (Math.abs(levels.get(above) - p) <= Knots.ROUNDING) {
            return quantiles.get(above);
        }
        if (above == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double from = levels.get(above - 1);
        return line(quantiles.get(above - 1), quantiles.get(above), (p - from) / (levels.get(above) - from));
    }

    /** The calibrated probability R(Phi(z)) that a truth lies below mean + z sd; 0 and 1 beyond the quantiles. */
    public double probability(double z) {
        int last = levels.size() - 1;
        if (z < quantiles.get(0)) {
            return 0;
        }
        if (z >= quantiles.get(last)) {
            return z == quantiles.get(last) ? levels.get(last) : 1;
        }
        int k = 0;
        while (quantiles.get(k + 1) <= z) {
            k++;
        }
        double a = quantiles.get(k);
        double b = quantiles.get(k + 1);
        double part = Double.isInfinite(a) || Double.isInfinite(b) ? 0 : (z - a) / (b - a);
        return levels.get(k) + part * (levels.get(k + 1) - levels.get(k));
    }

    /** a + part (b - a), also where one of them is infinite: then that one, unless the other is met exactly. */
    private static double line(double a, double b, double part) {
        if (part == 0 || a == b) {
            return a;
        }
        if (Double.isInfinite(a) && Double.isInfinite(b)) {
            return part < 0.5 ? a : b;
        }
        return Double.isInfinite(a) ? a : Double.isInfinite(b) ? b : a + part * (b - a);
    }
}
