package org.preimage.reconstruction.parameter;

import java.util.Locale;

/**
 * The discrepancy principle's goal for photon counts: half the deviance to be expected from noise and the operator's own error
 * alone.
 *
 * <p>For Y ~ Poisson(m) the expected half deviance is E[Y log Y] - m log m: about 1/2 + 1 / (12 m) for many photons (Bertero,
 * Boccacci, Talenti, Zanella and Zanni 2010, A discrepancy principle for Poisson data, Inverse Problems 26), and less than 1/2
 * below half a photon. An error h of the line integral adds m h<sup>2</sup> / 2.
 *
 * @param goal the sum over all samples
 * @param samples how many
 * @param model the part of the goal that the operator's error makes
 */
public record ExpectedDeviance(double goal, int samples, double model) {
    /** From here on the expansion is right to six digits. */
    private static final double MANY = 100;

    /**
     * The goal.
     *
     * @param means expected counts of the samples that count; others hold 0
     * @param error h, root mean square error of the operator in units of the line integral
     */
    public static ExpectedDeviance of(double[] means, double error) {
        double noise = 0;
        double model = 0;
        int samples = 0;
        for (double m : means) {
            if (m > 0) {
                noise += ofOne(m);
                model += 0.5 * m * error * error;
                samples++;
            }
        }
        return new ExpectedDeviance(noise + model, samples, model);
    }

    /** The expected half deviance of one count of mean {@code m}. */
    public static double ofOne(double m) {
        if (m >= MANY) {
            return 0.5 + 1 / (12 * m);
        }
        double probability = Math.exp(-m);
        double sum = 0;
        int last = (int) (m + 12 * Math.sqrt(m) + 20);
        for (int k = 1; k <= last; k++) {
            probability *= m / k;
            sum += probability * k * Math.log(k);
        }
        return m == 0 ? 0 : sum - m * Math.log(m);
    }

    /** The goal in words. */
    public String note() {
        return String.format(
                Locale.ROOT,
                "half the deviance is to be %.4g for %d counts, of which the operator's grid makes %.3g",
                goal,
                samples,
                model);
    }
}
