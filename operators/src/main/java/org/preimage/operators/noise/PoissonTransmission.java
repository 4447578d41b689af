package org.preimage.operators.noise;

import java.util.random.RandomGenerator;

/**
 * Photon counting behind an object: n[i] ~ Poisson(N exp(-mu clean[i])), out[i] = -log(max(n[i], 0.1) / N) / mu.
 *
 * <p>A cell that counts nothing has no logarithm; it is read as a tenth of a photon, as in the LoDoPaB-CT data set (J.
 * Leuschner et al., Scientific Data 8, 2021).
 *
 * @param photons N, the mean count of a cell without object; positive, at most 1e12
 * @param attenuation mu, attenuation in 1/mm that image value 1 stands for; positive
 */
public record PoissonTransmission(double photons, double attenuation) implements NoiseModel {
    /** What a count of zero is read as. */
    public static final double SMALLEST_COUNT = 0.1;

    public PoissonTransmission {
        if (!(photons > 0 && photons <= 1e12)) {
            throw new IllegalArgumentException(
                    "the number of photons is " + photons + ", but must be positive and at most 1e12");
        }
        if (!(attenuation > 0) || Double.isInfinite(attenuation)) {
            throw new IllegalArgumentException(
                    "the attenuation is " + attenuation + ", but must be positive and finite");
        }
    }

    /** For data that are line integrals of the attenuation in 1/mm. */
    public PoissonTransmission(double photons) {
        this(photons, 1);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the lengths differ, or a mean count N exp(-mu clean[i]) is not a number or above
     *     1e15
     */
    @Override
    public void sample(float[] clean, RandomGenerator random, float[] out) {
        if (clean.length != out.length) {
            throw new IllegalArgumentException("out has " + out.length + " values, but clean has " + clean.length);
        }
        for (int i = 0; i < clean.length; i++) {
            double mean = photons * Math.exp(-attenuation * clean[i]);
            if (!(mean <= Poisson.LARGEST_MEAN)) {
                throw new IllegalArgumentException("line integral " + clean[i] + " at index " + i
                        + " gives a mean count of " + mean + ", but at most " + Poisson.LARGEST_MEAN + " can be drawn");
            }
            double count = Math.max(SMALLEST_COUNT, Poisson.sample(mean, random));
            out[i] = (float) (-Math.log(count / photons) / attenuation);
        }
    }
}
