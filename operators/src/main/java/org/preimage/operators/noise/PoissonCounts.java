package org.preimage.operators.noise;

import java.util.random.RandomGenerator;

/**
 * Counts of photons or decays, as of a microscope or an emission tomograph: y = P(g max(x, 0)) / g with Poisson-distributed P, in
 * the unit of x.
 *
 * @param gain g, counts per unit of the clean data, positive
 */
public record PoissonCounts(double gain) implements NoiseModel {
    public PoissonCounts {
        if (!(gain > 0) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("gain is " + gain + ", but must be positive and finite");
        }
    }

    @Override
    public void sample(float[] clean, RandomGenerator random, float[] out) {
        if (out.length != clean.length) {
            throw new IllegalArgumentException(
                    "out has " + out.length + " values, but " + clean.length + " are needed");
        }
        for (int i = 0; i < clean.length; i++) {
            out[i] = (float) (Poisson.sample(gain * Math.max(0, clean[i]), random) / gain);
        }
    }
}
