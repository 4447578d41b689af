package org.preimage.priors.laplace;

import org.preimage.operators.space.Image;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * The standard deviation of each pixel from samples of a posterior whose mean is known, sqrt(1/k sum_j (x_j - m)<sup>2</sup>). Each step draws a few
 * samples, on as many threads as there are. The solution is the standard deviation.
 *
 * @param posterior what is drawn from
 * @param samples in all
 * @param together drawn in one step
 * @param seed of all samples
 */
public record PosteriorSampling(ImagePosterior posterior, int samples, int together, long seed)
        implements Iteration<PosteriorSampling.State> {
    public PosteriorSampling {
        if (samples < 1 || together < 1) {
            throw new IllegalArgumentException(
                    "samples is " + samples + " and together " + together + ", but both must be at least 1");
        }
    }

    /** Sums of squares, each as a float and what it rounds off, so that a saved state is the state. */
    public static final class State {
        private final float[] squares;
        private final float[] rest;
        private final float[] deviation;
        private int drawn;

        private State(int n) {
            squares = new float[n];
            rest = new float[n];
            deviation = new float[n];
        }

        /** Samples so far. */
        public int drawn() {
            return drawn;
        }
    }

    /** Steps in all. */
    public int steps() {
        return (samples + together - 1) / together;
    }

    /** @param x0 ignored but for its length */
    @Override
    public State start(float[] x0) {
        posterior.space().require("x0", x0);
        return new State(x0.length);
    }

    @Override
    public void step(State s) {
        int count = Math.min(together, samples - s.drawn);
        float[][] drawn = posterior.samples(seed, s.drawn, count);
        float[] mean = posterior.mean();
        s.drawn += count;
        for (int i = 0; i < mean.length; i++) {
            double sum = (double) s.squares[i] + s.rest[i];
            for (float[] x : drawn) {
                double d = (double) x[i] - mean[i];
                sum += d * d;
            }
            s.squares[i] = (float) sum;
            s.rest[i] = (float) (sum - s.squares[i]);
            s.deviation[i] = (float) Math.sqrt(sum / s.drawn);
        }
    }

    @Override
    public float[] solution(State s) {
        return s.deviation;
    }

    /** The relative standard error of the standard deviations, 1 / sqrt(2 k). */
    @Override
    public double residual(State s) {
        return 1 / Math.sqrt(2.0 * Math.max(1, s.drawn));
    }

    @Override
    public boolean finished(State s) {
        return s.drawn >= samples;
    }

    /** The standard deviation as an image. */
    public Image deviation(State s) {
        return new Image(posterior.space(), s.deviation.clone());
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("seed", seed);
        c.same("together", together);
        c.same("mean", posterior.mean());
        c.array("squares", s.squares);
        c.array("rest", s.rest);
        c.array("deviation", s.deviation);
        s.drawn = (int) c.count("drawn", s.drawn);
    }
}
