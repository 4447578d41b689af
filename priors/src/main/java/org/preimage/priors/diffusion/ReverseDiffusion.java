package org.preimage.priors.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * Images from noisy ones: a start x0 with noise of a first level, which then falls, at equal steps of the diffusion's time, to none. From
 * the highest level and the prior's mean it draws images, unconditionally or guided by data; from a reconstruction and a lower level
 * it comes closer first and so is faster, for noise and denoising contract what is wrong with the start.
 *
 * <p>Chung, Sim and Ye 2022, Come-closer-diffuse-faster: accelerating conditional diffusion models for inverse problems through
 * stochastic contraction, CVPR.
 *
 * @param prior of the images
 * @param guide what heeds the data
 * @param walk from level to level
 * @param start x0
 * @param first level of noise that is added to the start, positive
 * @param steps levels, at least 1
 * @param together samples that pass the network at once, at least 1
 */
public record ReverseDiffusion(
        DiffusionPrior prior, Guide guide, Walk walk, float[] start, double first, int steps, int together) {
    private static final String STAGE = "diffusion";

    /** @throws IllegalArgumentException if a number is out of its range, or the start does not fit */
    public ReverseDiffusion {
        prior.space().require("start", start);
        if (!(first > 0) || Double.isInfinite(first)) {
            throw new IllegalArgumentException("first is " + first + ", but must be positive and finite");
        }
        if (steps < 1 || together < 1) {
            throw new IllegalArgumentException(
                    "steps is " + steps + " and together " + together + ", but both must be at least 1");
        }
    }

    /** Draws from the prior alone. */
    public static ReverseDiffusion unconditional(DiffusionPrior prior, Walk walk, int steps, int together) {
        return ofNoise(prior, Guide.none(prior), walk, steps, together);
    }

    /** From noise alone. */
    public static ReverseDiffusion ofNoise(DiffusionPrior prior, Guide guide, Walk walk, int steps, int together) {
        float[] mean = new float[prior.space().length()];
        Arrays.fill(mean, (float) prior.mean());
        return new ReverseDiffusion(prior, guide, walk, mean, prior.level(1), steps, together);
    }

    /** The levels s_1 &gt; ... &gt; s_n, after which there is no noise. */
    public double[] levels() {
        double[] levels = new double[steps];
        double time = Math.max(0, Math.min(1, prior.time(first)));
        for (int k = 0; k < steps; k++) {
            levels[k] = k == 0 ? first : prior.level(time * (1 - (double) k / steps));
        }
        return levels;
    }

    /** Estimates of one sample in all. */
    public int calls() {
        return (steps - 1) * walk.calls() + 1;
    }

    /**
     * Draws images.
     *
     * @param n images, at least 1
     * @param random where all randomness comes from
     * @param sink is handed each image; the array is lent for the call
     * @param listeners told of each step; any may cancel
     * @return {@link Status#CONVERGED}, {@link Status#CANCELLED}, or {@link Status#DIVERGED} at the first image that is not finite
     */
    public Status sample(int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        if (n < 1) {
            throw new IllegalArgumentException("n is " + n + " images to draw, but must be at least 1");
        }
        double[] levels = levels();
        int batches = (n + together - 1) / together;
        for (int b = 0; b < batches; b++) {
            int count = Math.min(together, n - b * together);
            Noise noise = new Noise(count, random);
            float[][] z = new float[count][];
            for (int i = 0; i < count; i++) {
                z[i] = start.clone();
            }
            noise.add(first, z);
            for (int k = 0; k < steps; k++) {
                walk.step(z, levels[k], k + 1 < steps ? levels[k + 1] : 0, guide, noise);
                boolean last = b == batches - 1 && k == steps - 1;
                if (!told(STAGE, b * steps + k + 1, batches * steps, z[0], listeners) && !last) {
                    return Status.CANCELLED;
                }
            }
            for (float[] x : z) {
                if (!finite(x)) {
                    return Status.DIVERGED;
                }
                sink.accept(x);
            }
        }
        return Status.CONVERGED;
    }

    static boolean told(String stage, int done, int all, float[] x, Listener... listeners) {
        Progress progress = new Progress(stage, done, all, null, x::clone);
        boolean goOn = true;
        for (Listener listener : List.of(listeners)) {
            goOn &= listener.onIteration(progress);
        }
        return goOn;
    }

    static boolean finite(float[] x) {
        for (float v : x) {
            if (!Float.isFinite(v)) {
                return false;
            }
        }
        return true;
    }
}
