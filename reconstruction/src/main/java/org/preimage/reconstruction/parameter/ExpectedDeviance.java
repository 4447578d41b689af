package org.preimage.reconstruction.parameter;

/**
 * The discrepancy principle's goal for photon counts: half the deviance that noise alone makes.
 *
 * <p>For Y ~ Poisson(m) the expected half deviance is E[Y log Y] - m log m: about 1/2 + 1 / (12 m) for many photons (Bertero,
 * Boccacci, Talenti, Zanella and Zanni 2010, A discrepancy principle for Poisson data, Inverse Problems 26), and less than 1/2
 * below half a photon.
 */
public final class ExpectedDeviance {
    /** From here on the expansion is right to six digits. */
    private static final double MANY = 100;

    private ExpectedDeviance() {}

    /** The expected half deviance of counts of these means; those of mean 0 add nothing. */
    public static double half(double[] means) {
        double sum = 0;
        for (double m : means) {
            sum += half(m);
        }
        return sum;
    }

    /** The expected half deviance of one count of mean {@code m}. */
    public static double half(double m) {
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
}
