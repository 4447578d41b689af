package org.preimage.priors.training;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A random stream of its own for each sample, so that a resumed training sees what it would have seen. */
final class Draws {
    private Draws() {}

    /**
     * @param seed of all samples
     * @param number of the sample; negative numbers are those for validation and tests
     */
    static RandomGenerator of(long seed, long number) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31 * seed + 0x9E3779B97F4A7C15L * (number + 1));
    }
}
