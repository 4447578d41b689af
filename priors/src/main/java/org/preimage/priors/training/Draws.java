package org.preimage.priors.training;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.priors.model.Generator;
import org.preimage.priors.tensor.Tensor;

/**
 * A random stream of its own for each sample, so that a resumed training sees what it would have seen, and tensors of what is drawn.
 */
final class Draws {
    private Draws() {}

    /**
     * @param seed of all samples
     * @param number of the sample; negative numbers are those for validation and tests
     */
    static RandomGenerator of(long seed, long number) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31 * seed + 0x9E3779B97F4A7C15L * (number + 1));
    }

    /** Fills a part of an array with standard normal numbers. */
    static void normal(RandomGenerator random, float[] out, int from, int count) {
        for (int i = from; i < from + count; i++) {
            out[i] = (float) random.nextGaussian();
        }
    }

    /** Images of a generator's size as a tensor [N, 1, rows, columns]. */
    static Tensor images(Generator model, float[]... images) {
        int pixels = model.rows() * model.columns();
        float[] all = new float[images.length * pixels];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(images[i], 0, all, i * pixels, pixels);
        }
        return Tensor.of(all, images.length, 1, model.rows(), model.columns());
    }

    /** @throws IllegalArgumentException if slices are of another size than a generator's images */
    static void requireSize(Generator model, Slices slices) {
        if (slices.width() != model.columns() || slices.height() != model.rows()) {
            throw new IllegalArgumentException("images are " + slices.width() + " x " + slices.height()
                    + " pixels, but the generator makes " + model.columns() + " x " + model.rows());
        }
    }
}
