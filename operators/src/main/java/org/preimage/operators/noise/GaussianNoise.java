package org.preimage.operators.noise;

import java.util.random.RandomGenerator;

/**
 * Independent normal noise, out[i] = clean[i] + N(0, standardDeviation^2). Of complex data both parts get it, so that the
 * variance of a complex number is twice as large.
 *
 * @param standardDeviation in the unit of the data; not negative, finite
 */
public record GaussianNoise(double standardDeviation) implements NoiseModel {
    public GaussianNoise {
        if (!(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
            throw new IllegalArgumentException("the standard deviation of the noise is " + standardDeviation
                    + ", but must be finite and not negative");
        }
    }

    @Override
    public void sample(float[] clean, RandomGenerator random, float[] out) {
        if (clean.length != out.length) {
            throw new IllegalArgumentException("out has " + out.length + " values, but clean has " + clean.length);
        }
        for (int i = 0; i < clean.length; i++) {
            out[i] = (float) (clean[i] + standardDeviation * random.nextGaussian());
        }
    }
}
