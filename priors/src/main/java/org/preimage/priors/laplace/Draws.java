package org.preimage.priors.laplace;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random numbers of the sample with a number, the same whatever is drawn with it. */
final class Draws {
    private Draws() {}

    static RandomGenerator generator(long seed, int sample) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31 * seed + 0x9E3779B97F4A7C15L * (sample + 1));
    }

    static double[] normal(int n, long seed, int sample) {
        RandomGenerator random = generator(seed, sample);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }
}
