package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/**
 * A published experiment on which stability is measured.
 *
 * @param name of the experiment
 * @param protocol what is measured, in a sentence
 * @param experiment makes the samples
 * @param classical the methods that are not learned, as {@link Contestant#parse} reads them
 * @param chosen methods in place of these and the trained models; empty for those
 * @param images number of test images
 */
record StabilityProblem(
        String name,
        String protocol,
        Supplier<SparseViewExperiment> experiment,
        List<String> classical,
        List<String> chosen,
        int images) {
    private static final double ROUNDING = 1e-9;

    /** One test image. */
    record Measured(SparseViewExperiment from, Image truth, InverseProblem problem) {
        /** The expected norm of the noise in the data. */
        double noise() {
            float[] clean = from.projector().apply(truth.data());
            double sum = 0;
            for (float v : clean) {
                sum += Math.abs(v);
            }
            return from.noise() * sum / clean.length * Math.sqrt(clean.length);
        }

        /** The problem with a detail in the image: its projections are added to the data, noise and all. */
        InverseProblem with(Image detail) {
            float[] data = from.projector().apply(detail.data());
            Vectors.add(1, problem.data().data(), data);
            return new InverseProblem(
                    problem.forward(), new Image(problem.data().space(), data));
        }
    }

    /** What runs: the chosen methods, or the classical ones and all trained models that fit operator and noise. */
    List<String> methods() {
        if (!chosen.isEmpty()) {
            return chosen;
        }
        SparseViewExperiment from = experiment.get();
        List<String> all = new ArrayList<>(classical);
        LearnedMethods.trainedFor(from.projector()).forEach((model, method) -> {
            Card.Noise noise = Bundle.shipped(model).card().noise();
            if (noise.low() <= from.noise() + ROUNDING && from.noise() <= noise.high() + ROUNDING) {
                all.add(method.name() + ":bundle=" + model);
            }
        });
        return all;
    }

    /** A method without the folders of its files. */
    static String label(String contestant) {
        return contestant.replaceAll("[^=:]*/", "").replaceAll(":tolerance=[^:]*", "");
    }

    static Reconstructor reconstructor(String contestant) {
        return Contestant.parse(Contestant.methods(), contestant).reconstructor();
    }

    Measured test(SparseViewExperiment from, long seed, int index) {
        Sample sample = from.ellipses(Split.TEST, seed, index);
        return new Measured(
                from, new Image(from.projector().domain(), sample.truth()), PublishedTable.problem(from, sample));
    }

    /** What is done with one test image; the listener cancels. */
    interface Work {
        void on(Measured image, int index, Listener listener);
    }

    /**
     * Goes through all test images, some at a time, each on one thread.
     *
     * @throws CancellationException if a listener cancels
     */
    void each(String stage, long seed, Work work, Listener... listeners) {
        SparseViewExperiment from = experiment.get();
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Listener goesOn = progress -> {
            tell(new Progress(stage, done.get(), images, null, () -> new float[0]), cancelled, listeners);
            return !cancelled.get();
        };
        Parallel.ranges(
                images,
                1,
                (first, end) -> Parallel.withThreads(1, () -> {
                    for (int i = first; i < end && !cancelled.get(); i++) {
                        try {
                            work.on(test(from, seed, i), i, goesOn);
                        } catch (CancellationException e) {
                            cancelled.set(true);
                        }
                        done.incrementAndGet();
                        goesOn.onIteration(null);
                    }
                }));
        if (cancelled.get()) {
            throw new CancellationException();
        }
    }

    /** Listeners are told by one thread at a time. */
    private static void tell(Progress progress, AtomicBoolean cancelled, Listener... listeners) {
        synchronized (cancelled) {
            for (Listener listener : listeners) {
                if (!listener.onIteration(progress)) {
                    cancelled.set(true);
                }
            }
        }
    }
}
