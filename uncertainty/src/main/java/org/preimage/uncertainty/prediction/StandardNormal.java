package org.preimage.uncertainty.prediction;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution N(0, 1). */
public final class StandardNormal {
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /** Beyond it, phi is below 1e-22 and the probability 0 or 1 in double precision. */
    private static final double FAR = 10;

    private StandardNormal() {}

    /** phi(z) = exp(-z<sup>2</sup>/2) / sqrt(2 pi). */
    public static double density(double z) {
        return Math.exp(logDensity(z));
    }

    /** log phi(z). */
    public static double logDensity(double z) {
        return -0.5 * z * z - LOG_ROOT_TWO_PI;
    }

    /**
     * Phi(z), to 1e-15 absolute, by the series 1/2 + phi(z) (z + z<sup>3</sup>/3 + z<sup>5</sup>/(3 5) + ...) (Marsaglia 2004,
     * Evaluating the normal distribution, Journal of Statistical Software 11).
     */
    public static double probability(double z) {
        if (Math.abs(z) > FAR) {
            return z > 0 ? 1 : 0;
        }
        double square = z * z;
        double term = z;
        double sum = z;
        for (int odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
            term *= square / odd;
            sum += term;
        }
        return Math.min(1, Math.max(0, 0.5 + density(z) * sum));
    }

    /**
     * The z of the central interval [-z, z] of probability {@code level}: 0 at 0, 1.6449 at 0.9, infinite at 1.
     *
     * @throws IllegalArgumentException if the level is not in [0, 1]
     */
    public static double halfWidth(double level) {
        requireLevel(level);
        return Math.sqrt(2) * Erf.erfInv(level);
    }

    static void requireLevel(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("level is " + level + ", but must lie between 0 and 1");
        }
    }
}
