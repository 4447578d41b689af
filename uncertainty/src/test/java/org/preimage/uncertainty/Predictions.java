package org.preimage.uncertainty;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.uncertainty.prediction.Assessment;

/** Predictions whose errors have a known distribution. */
public final class Predictions {
    private Predictions() {}

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A truth about a mean. */
    public static Assessment of(float[] mean, float[] sd, float[] truth) {
        Space space = Space.vector(mean.length);
        return new Assessment(new Image(space, mean), new Image(space, sd), new Image(space, truth));
    }

    /**
     * Means N(0, 1), standard deviations from 0.5 to 2, and errors that are {@code factor} times as large as claimed: y = m + factor s
     * xi, xi ~ N(0, 1).
     */
    public static Assessment gaussian(int pixels, double factor, RandomGenerator random) {
        float[] mean = new float[pixels];
        float[] sd = new float[pixels];
        float[] truth = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            mean[i] = (float) random.nextGaussian();
            sd[i] = (float) (0.5 + 1.5 * random.nextDouble());
            truth[i] = (float) (mean[i] + factor * sd[i] * random.nextGaussian());
        }
        return of(mean, sd, truth);
    }
}
