package org.preimage.operators.noise;

import java.util.random.RandomGenerator;

/** A distribution of noisy data about clean data. */
public interface NoiseModel {
    /**
     * Draws one noisy copy.
     *
     * @param clean the data without noise; stays as it is, unless it is {@code out}
     * @param random where the randomness comes from
     * @param out the noisy data; as long as {@code clean}
     * @throws IllegalArgumentException if the lengths differ
     */
    void sample(float[] clean, RandomGenerator random, float[] out);

    /** One noisy copy in a new array. */
    default float[] sample(float[] clean, RandomGenerator random) {
        float[] out = new float[clean.length];
        sample(clean, random, out);
        return out;
    }

    /**
     * Reads "gaussian:SD", as "gaussian:0.05"; "gaussian:P%", relative to the mean of |clean|, as "gaussian:5%";
     * "poisson:N" or "poisson:N:MU", with N photons in each cell and attenuation MU per unit of the image, as "poisson:1e4";
     * or "counts:G", with G counts per unit of the clean data, as "counts:1".
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static NoiseModel parse(String text) {
        String[] parts = text.strip().split(":", -1);
        try {
            if (parts[0].equals("gaussian") && parts.length == 2) {
                return parts[1].endsWith("%")
                        ? new RelativeGaussianNoise(
                                Double.parseDouble(parts[1].substring(0, parts[1].length() - 1)) / 100)
                        : new GaussianNoise(Double.parseDouble(parts[1]));
            }
            if (parts[0].equals("poisson") && parts.length == 2) {
                return new PoissonTransmission(Double.parseDouble(parts[1]));
            }
            if (parts[0].equals("poisson") && parts.length == 3) {
                return new PoissonTransmission(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
            }
            if (parts[0].equals("counts") && parts.length == 2) {
                return new PoissonCounts(Double.parseDouble(parts[1]));
            }
        } catch (NumberFormatException e) {
            // What follows the colon is no number: the sentence below says so as well.
        }
        throw new IllegalArgumentException("noise is \"" + text
                + "\", but must be gaussian:SD, gaussian:PERCENT%, poisson:PHOTONS, poisson:PHOTONS:ATTENUATION"
                + " or counts:GAIN, as gaussian:0.05 or poisson:1e4");
    }
}
