package org.preimage.operators.noise;

import java.util.random.RandomGenerator;

/**
 * Independent normal noise with standard deviation fraction x mean(|clean|), as the literature on learned reconstruction
 * states it.
 *
 * @param fraction of the mean absolute value of the floats; not negative, finite
 */
public record RelativeGaussianNoise(double fraction) implements NoiseModel {
    public RelativeGaussianNoise {
        if (!(fraction >= 0) || Double.isInfinite(fraction)) {
            throw new IllegalArgumentException(
                    "the relative noise is " + fraction + ", but must be finite and not negative");
        }
    }

    /** The noise that this is for given clean data. */
    public GaussianNoise of(float[] clean) {
        double sum = 0;
        for (float v : clean) {
            sum += Math.abs(v);
        }
        return new GaussianNoise(clean.length == 0 ? 0 : fraction * sum / clean.length);
    }

    @Override
    public void sample(float[] clean, RandomGenerator random, float[] out) {
        of(clean).sample(clean, random, out);
    }
}
