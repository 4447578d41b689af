package org.preimage.priors.diffusion;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.ProximalLeastSquares;
import org.preimage.reconstruction.solver.Status;

/**
 * Langevin's dynamics on noisy images at ever lower levels,
 *
 * <pre>z &lt;- z + h (grad log p_s(z) + grad log N(b; A z, n<sup>2</sup> + s<sup>2</sup> A A*)) + (2 h)<sup>1/2</sup> e,   h = c s<sup>2</sup>.</pre>
 *
 * The second slope is (P(z) - z) / s<sup>2</sup> with the proximal map P of the data fit, so that neither exceeds 1 / s<sup>2</sup> in
 * steepness. For small c, many steps and a low last level the images are draws from p(x | b); as the levels fall they only need to go on from
 * where they are. The images keep noise of the last level.
 *
 * <p>Song and Ermon 2019, Generative modeling by estimating gradients of the data distribution, NeurIPS; with data: Jalal, Arvinte,
 * Daras, Price, Dimakis and Tamir 2021, Robust compressed sensing MRI with deep generative priors, NeurIPS.
 *
 * @param prior of the images
 * @param fit A and b
 * @param noise n, positive
 * @param first level at which it begins, about the image {@code start}
 * @param last level at which it ends, at most the first
 * @param levels how many, in equal ratios
 * @param steps at each level
 * @param length c, positive, below 1
 * @param start an image
 * @param together samples that pass the network at once
 */
public record AnnealedLangevin(
        DiffusionPrior prior,
        LeastSquares fit,
        double noise,
        double first,
        double last,
        int levels,
        int steps,
        double length,
        float[] start,
        int together) {
    private static final String STAGE = "annealed Langevin";
    private static final double TOLERANCE = 1e-4;
    private static final int INNER = 30;

    /** @throws IllegalArgumentException if a number is out of its range, or spaces differ */
    public AnnealedLangevin {
        prior.space().require("start", start);
        prior.space().requireShape("the domain of the operator", fit.domain());
        if (!(noise > 0) || !(last > 0) || !(first >= last) || Double.isInfinite(first)) {
            throw new IllegalArgumentException("noise is " + noise + " and levels go from " + first + " to " + last
                    + ", but they must be positive and not rise");
        }
        if (levels < 1 || steps < 1 || together < 1) {
            throw new IllegalArgumentException("there are " + levels + " levels of " + steps + " steps and " + together
                    + " samples together, but at least one of each is needed");
        }
        if (!(length > 0 && length < 1)) {
            throw new IllegalArgumentException("length is " + length + ", but must lie between 0 and 1");
        }
    }

    /** Estimates of one sample in all. */
    public int calls() {
        return levels * steps;
    }

    /** As {@link ReverseDiffusion#sample}. */
    public Status sample(int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        if (n < 1) {
            throw new IllegalArgumentException("n is " + n + " images to draw, but must be at least 1");
        }
        int batches = (n + together - 1) / together;
        for (int b = 0; b < batches; b++) {
            int count = Math.min(together, n - b * together);
            Noise own = new Noise(count, random);
            float[][] z = new float[count][];
            Arrays.setAll(z, i -> start.clone());
            own.add(first, z);
            float[][] x = new float[count][start.length];
            for (int k = 0; k < levels; k++) {
                double s = levels == 1 ? first : first * Math.pow(last / first, k / (levels - 1.0));
                for (int j = 0; j < steps; j++) {
                    step(z, s, own, x);
                    int done = b * calls() + k * steps + j + 1;
                    if (!ReverseDiffusion.told(STAGE, done, batches * calls(), z[0], listeners)
                            && done < batches * calls()) {
                        return Status.CANCELLED;
                    }
                }
            }
            for (float[] image : z) {
                if (!ReverseDiffusion.finite(image)) {
                    return Status.DIVERGED;
                }
                sink.accept(image);
            }
        }
        return Status.CONVERGED;
    }

    private void step(float[][] z, double s, Noise own, float[][] x) {
        prior.denoise(z, s, x);
        ProximalLeastSquares map = new ProximalLeastSquares(fit, INNER, TOLERANCE);
        Parallel.ranges(z.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                float[] near = new float[z[i].length];
                map.prox(z[i], s * s / (noise * noise), near);
                Vectors.combine(1 - 2 * length, z[i], length, x[i], z[i]);
                Vectors.add(length, near, z[i]);
            }
        });
        own.add(Math.sqrt(2 * length) * s, z);
    }
}
