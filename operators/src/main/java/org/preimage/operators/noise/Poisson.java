package org.preimage.operators.noise;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Gamma;

/** The Poisson distribution, sampled exactly. */
public final class Poisson {
    /** Above this a count is no longer exact in double arithmetic. */
    public static final double LARGEST_MEAN = 1e15;

    private static final double SMALL = 10;

    private Poisson() {}

    /**
     * Draws a count k with probability mean^k exp(-mean) / k!.
     *
     * <p>Small means multiply uniform variates until their product falls below exp(-mean); from 10 on it is the
     * transformed rejection PTRS of W. Hormann, "The transformed rejection method for generating Poisson random
     * variables", Insurance: Mathematics and Economics 12 (1993), whose cost does not grow with the mean.
     *
     * @param mean from 0 to 1e15
     * @param random makes the uniform variates
     */
    public static long sample(double mean, RandomGenerator random) {
        if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
            throw new IllegalArgumentException(
                    "the mean of a Poisson distribution is " + mean + ", but must lie between 0 and " + LARGEST_MEAN);
        }
        return mean < SMALL ? multiplied(mean, random) : rejected(mean, random);
    }

    private static long multiplied(double mean, RandomGenerator random) {
        double limit = Math.exp(-mean);
        long k = 0;
        for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
            k++;
        }
        return k;
    }

    private static long rejected(double mean, RandomGenerator random) {
        double logMean = Math.log(mean);
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            if (k < 0 || us < 0.013 && v > us) {
                continue;
            }
            double logRatio = Math.log(v * inverseAlpha / (a / (us * us) + b));
            if (logRatio <= k * logMean - mean - Gamma.logGamma(k + 1)) {
                return (long) k;
            }
        }
    }
}
