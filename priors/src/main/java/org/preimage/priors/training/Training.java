package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.parallel.Parallel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * Stochastic gradient descent on an {@link Objective} as an iteration like any other, which {@link
 * org.preimage.reconstruction.solver.Runner} runs, stops, saves and resumes.
 *
 * <p>Step k takes samples k B to (k + 1) B - 1, so that a resumed run sees what it would have seen. The gradient is scaled
 * down to a norm of at most {@code clip}, the optimiser steps, and an exponential mean of the weights follows, which is what is
 * validated and kept: averaging takes out the noise of the last steps (Polyak and Juditsky 1992, Acceleration of stochastic
 * approximation by averaging, SIAM J. Control Optim. 30).
 *
 * <p>Every {@code validateEvery} steps the mean is validated; the best one is the {@link #solution}. The run is finished after
 * {@code steps}, or when {@code patience} validations in a row were not better.
 *
 * @param objective what is minimised
 * @param optimiser how
 * @param schedule learning rate
 * @param steps in all
 * @param batch samples of a step
 * @param clip largest norm of a gradient; infinite for none
 * @param average decay of the mean of weights per step, from 0 (none) to below 1
 * @param validateEvery steps between validations
 * @param patience validations without improvement before the run ends early; 0 for no early end
 * @param seed of the initial weights
 * @param device where networks are computed
 * @param precision of the networks while they are trained; validation is with floats
 * @param workers threads that share a batch; the result depends on their number by rounding only
 */
public record Training(
        Objective objective,
        Optimiser optimiser,
        Schedule schedule,
        int steps,
        int batch,
        double clip,
        double average,
        int validateEvery,
        int patience,
        long seed,
        ComputeDevice device,
        Precision precision,
        int workers)
        implements Iteration<Training.State> {
    public Training {
        if (steps < 1
                || batch < 1
                || !(clip > 0)
                || !(average >= 0 && average < 1)
                || validateEvery < 1
                || patience < 0) {
            throw new IllegalArgumentException("training has " + steps + " steps of " + batch + " samples, clip " + clip
                    + ", average " + average + ", validation every " + validateEvery + " and patience " + patience
                    + ", but needs positive numbers and an average from 0 to below 1");
        }
        if (workers < 1 || workers > batch) {
            throw new IllegalArgumentException(
                    "workers is " + workers + ", but must be from 1 to the batch of " + batch);
        }
    }

    /**
     * A row of the learning curve.
     *
     * @param step steps done
     * @param seconds of computing until then, over all runs
     * @param loss mean over the steps since the last row
     * @param quality of the averaged weights, as {@link Objective#validate} gives it
     */
    public record Row(int step, double seconds, double loss, double quality) {}

    /** Everything that changes. */
    public static final class State {
        private final float[] weights;
        private final float[][] memory;
        private final float[] mean;
        private final float[] best;
        private final float[] curve;
        private long step;
        private double bestQuality = Double.NEGATIVE_INFINITY;
        private long bestRow;
        private long rows;
        private double lossSum;
        private double seconds;
        private double lastLoss = Double.NaN;
        private double gradientNorm = Double.NaN;

        private State(float[] weights, int memories, int rows) {
            this.weights = weights;
            memory = new float[memories][weights.length];
            mean = weights.clone();
            best = weights.clone();
            curve = new float[4 * rows];
        }

        /** The weights after the last step, not averaged: a view. */
        float[] weights() {
            return weights;
        }

        /** Steps done. */
        public long step() {
            return step;
        }

        /** Loss of the last step. */
        public double lastLoss() {
            return lastLoss;
        }

        /** Norm of the last gradient before clipping. */
        public double gradientNorm() {
            return gradientNorm;
        }

        /** The learning curve so far. */
        public List<Row> curve() {
            List<Row> out = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                out.add(new Row((int) curve[4 * i], curve[4 * i + 1], curve[4 * i + 2], curve[4 * i + 3]));
            }
            return out;
        }

        /** The best quality so far. */
        public double bestQuality() {
            return bestQuality;
        }
    }

    /** The weights with which training begins. */
    public float[] initial() {
        float[] given = objective.start();
        return given != null
                ? given.clone()
                : Weights.initial(objective.layout(), generator(seed)).values();
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Override
    public State start(float[] x0) {
        return new State(x0.clone(), optimiser.memories(), steps / validateEvery + 1);
    }

    @Override
    public void step(State s) {
        long begin = System.nanoTime();
        float[] gradient = new float[s.weights.length];
        double loss = gradient(s, gradient);
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        norm = Math.sqrt(norm);
        s.lastLoss = loss;
        s.gradientNorm = norm;
        if (norm > clip) {
            float factor = (float) (clip / norm);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        double rate = schedule.at(s.step / (double) steps);
        optimiser.update(objective.layout(), s.weights, gradient, s.memory, s.step + 1, rate);
        objective.project(s.weights);
        s.step++;
        s.lossSum += loss;
        // From the beginning the mean of all steps so far, so that it forgets where it began.
        float keep = (float) Math.min(average, s.step / (s.step + 9.0));
        for (int i = 0; i < s.mean.length; i++) {
            s.mean[i] = average == 0 ? s.weights[i] : s.weights[i] + keep * (s.mean[i] - s.weights[i]);
        }
        if (s.step % validateEvery == 0 || s.step == steps) {
            validate(s, begin);
        } else {
            s.seconds += (System.nanoTime() - begin) * 1e-9;
        }
    }

    private void validate(State s, long begin) {
        double quality = objective.validate(new Weights(objective.layout(), s.mean), device);
        s.seconds += (System.nanoTime() - begin) * 1e-9;
        int since = (int) (s.step % validateEvery == 0 ? validateEvery : s.step % validateEvery);
        int at = 4 * (int) s.rows;
        s.curve[at] = s.step;
        s.curve[at + 1] = (float) s.seconds;
        s.curve[at + 2] = (float) (s.lossSum / since);
        s.curve[at + 3] = (float) quality;
        s.rows++;
        s.lossSum = 0;
        if (quality > s.bestQuality) {
            s.bestQuality = quality;
            s.bestRow = s.rows;
            System.arraycopy(s.mean, 0, s.best, 0, s.best.length);
        }
    }

    /** The mean loss of the step's batch, and its gradient. */
    private double gradient(State s, float[] gradient) {
        long from = s.step * batch;
        if (workers == 1) {
            return part(s, from, batch, gradient);
        }
        float[][] gradients = new float[workers][gradient.length];
        double[] losses = new double[workers];
        Parallel.withThreads(
                workers,
                () -> Parallel.ranges(workers, 1, (first, end) -> {
                    for (int w = first; w < end; w++) {
                        int worker = w;
                        int begin = worker * batch / workers;
                        int count = (worker + 1) * batch / workers - begin;
                        Parallel.withThreads(1, () -> losses[worker] = part(s, from + begin, count, gradients[worker]));
                    }
                }));
        double loss = 0;
        // In a fixed order, so that the sum is always the same.
        for (int w = 0; w < workers; w++) {
            double share = ((w + 1) * batch / workers - w * batch / workers) / (double) batch;
            loss += share * losses[w];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += (float) share * gradients[w][i];
            }
        }
        return loss;
    }

    private double part(State s, long from, int count, float[] gradient) {
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, new Weights(objective.layout(), s.weights), precision);
            Var loss = objective.loss(tape, from, count);
            double value = loss.value().toDouble();
            tape.backward(loss, gradient);
            return value;
        }
    }

    /** The best averaged weights so far. */
    @Override
    public float[] solution(State s) {
        return s.best;
    }

    /** Fraction of the steps that are left. */
    @Override
    public double residual(State s) {
        return 1 - s.step / (double) steps;
    }

    /** The loss of the last step. */
    @Override
    public double objective(State s) {
        return s.lastLoss;
    }

    @Override
    public boolean finished(State s) {
        return s.step >= steps || patience > 0 && s.rows - s.bestRow >= patience;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("steps", steps);
        c.same("batch", batch);
        c.same("seed", seed);
        c.same("average", average);
        c.same("bits of the networks", precision == Precision.MIXED ? 16 : 32);
        c.array("weights", s.weights);
        c.arrays("memory", s.memory);
        c.array("mean", s.mean);
        c.array("best", s.best);
        c.array("curve", s.curve);
        s.step = c.count("step", s.step);
        s.rows = c.count("rows", s.rows);
        s.bestRow = c.count("best row", s.bestRow);
        s.bestQuality = c.number("best quality", s.bestQuality);
        s.lossSum = c.number("loss", s.lossSum);
        s.seconds = c.number("seconds", s.seconds);
    }

    /** A copy with its networks in another precision. */
    public Training in(Precision other) {
        return new Training(
                objective,
                optimiser,
                schedule,
                steps,
                batch,
                clip,
                average,
                validateEvery,
                patience,
                seed,
                device,
                other,
                workers);
    }

    /** A copy with other numbers of steps, for tests and trials. */
    public Training withSteps(int number, int validation) {
        return new Training(
                objective,
                optimiser,
                schedule,
                number,
                batch,
                clip,
                average,
                validation,
                patience,
                seed,
                device,
                precision,
                workers);
    }

    @Override
    public String toString() {
        return "training of " + objective.layout().length() + " weights in " + steps + " steps of " + batch + " ("
                + Arrays.toString(new Object[] {optimiser}) + ")";
    }
}
