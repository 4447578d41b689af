package org.preimage.plugins.simulate;

import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.noise.NoiseModel;

/**
 * Noise of slices as a dialog asks for it. Each slice has a stream of its own, so that it is the same whatever was made before: a job that
 * goes on ends as one that was never stopped.
 *
 * @param model null for none
 * @param seed of all slices
 */
record SliceNoise(NoiseModel model, long seed) {
    private static final String NONE = "none";
    private static final long APART = 1_000_003;

    /**
     * Reads "none", or what {@link NoiseModel#parse} takes.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static SliceNoise parse(String text, long seed) {
        return new SliceNoise(text.strip().equals(NONE) ? null : NoiseModel.parse(text), seed);
    }

    /** Puts noise on the values of a slice, if there is to be any. */
    void add(int slice, float[] values) {
        if (model != null) {
            model.sample(values, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed + APART * slice), values);
        }
    }
}
