package org.preimage.priors.diffusion;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Standard normal numbers for several samples, each with a stream of its own, so that it does not matter which are drawn together. */
final class Noise {
    private final RandomGenerator[] streams;

    /** @param random gives a seed for each sample, in order */
    Noise(int samples, RandomGenerator random) {
        streams = new RandomGenerator[samples];
        for (int i = 0; i < samples; i++) {
            streams[i] = RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong());
        }
    }

    /** z += a e. */
    void add(double a, float[][] z) {
        for (int i = 0; i < z.length; i++) {
            add(i, a, z[i]);
        }
    }

    /** The same for one sample. */
    void add(int sample, double a, float[] z) {
        if (a == 0) {
            return;
        }
        for (int k = 0; k < z.length; k++) {
            z[k] += (float) (a * streams[sample].nextGaussian());
        }
    }
}
