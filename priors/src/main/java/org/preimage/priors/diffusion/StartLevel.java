package org.preimage.priors.diffusion;

import java.util.random.RandomGenerator;
import org.preimage.operators.space.Vectors;

/**
 * From which level of noise an image is to be brought closer: as high as its error, so that noise hides what is wrong with it, and no
 * higher, so that what is right with it stays. The error is told by what a guided estimate makes of the image with noise,
 *
 * <pre>s &lt;- f |x(start + s e, s) - start| / sqrt(n),</pre>
 *
 * a fixed point, since more noise hides more of the image. Chung, Sim and Ye 2022 (CCDF) choose the level by hand; the bound of their
 * theorem 1, by which it may fall as the error does, is what f stands for.
 *
 * @param level of noise in each value
 * @param error root mean square distance of start and estimate, about that of the start and the image
 */
public record StartLevel(double level, double error) {
    /**
     * Finds it.
     *
     * @param prior of the images
     * @param guide what heeds the data
     * @param start an image
     * @param factor f, positive
     * @param rounds estimates, at least 1
     * @param random of the noise
     */
    public static StartLevel of(
            DiffusionPrior prior, Guide guide, float[] start, double factor, int rounds, RandomGenerator random) {
        prior.space().require("start", start);
        if (!(factor > 0) || rounds < 1) {
            throw new IllegalArgumentException(
                    "factor is " + factor + " and rounds " + rounds + ", but they must be positive");
        }
        double highest = prior.level(1);
        double lowest = prior.level(0.05);
        Noise noise = new Noise(1, random);
        double level = prior.deviation();
        double error = 0;
        for (int k = 0; k < rounds; k++) {
            float[][] z = {start.clone()};
            float[][] x = new float[1][start.length];
            noise.add(level, z);
            guide.estimate(z, level, 1, x);
            error = Math.sqrt(Vectors.distanceSquared(x[0], start) / start.length);
            level = Math.min(highest, Math.max(lowest, factor * error));
        }
        return new StartLevel(level, error);
    }
}
