package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.Physics;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

class TrainingTest {
    private static final int SIZE = 24;

    private static final Projector PROJECTOR = new ParallelBeam(
                    Space.image(SIZE, SIZE, 1), Detector.line(35, 1), new double[] {5, 35, 65, 95, 125, 155})
            .projector();

    /** Ellipses from six views. */
    private static final class Ellipses implements Supervised.Pairs {
        private final RandomEllipses ellipses = RandomEllipses.few(SIZE);
        private final Physics physics = Physics.of(PROJECTOR);

        @Override
        public Supervised.Pair training(long number) {
            float[] truth = ellipses.sample(new SplittableRandom(number), PROJECTOR.domain(), 1)
                    .data();
            return new Supervised.Pair(PROJECTOR.apply(truth), truth);
        }

        @Override
        public List<Supervised.Pair> validation() {
            return java.util.stream.LongStream.range(-8, 0)
                    .mapToObj(this::training)
                    .toList();
        }

        @Override
        public Physics physics(List<Supervised.Pair> pairs) {
            return physics;
        }
    }

    private static Training training(int steps, int batch, int workers, Optimiser optimiser, double rate) {
        Supervised objective = new Supervised(
                new LearnedGradientDescent(2, 1, new FoldedResidual(2, 1, 16, 1, 2, 0.1), true),
                new Ellipses(),
                Loss.logarithmic(1e-6),
                1.0);
        return new Training(
                objective,
                optimiser,
                Schedule.cosine(rate, 0.05, 0),
                steps,
                batch,
                1,
                0.9,
                10,
                0,
                7,
                ComputeDevice.CPU,
                Precision.FLOAT,
                workers);
    }

    private static Training.State run(Training training, int steps) {
        Training.State s = training.start(training.initial());
        for (int i = 0; i < steps; i++) {
            training.step(s);
        }
        return s;
    }

    @Test
    void learnsMoreThanItBeginsWith() {
        for (Optimiser o : List.of(Adam.standard(), Muon.standard())) {
            Training training = training(120, 2, 1, o, o instanceof Muon ? 0.02 : 2e-3);
            double before = training.objective()
                    .validate(new Weights(training.objective().layout(), training.initial()), ComputeDevice.CPU);
            Training.State s = run(training, 120);
            assertTrue(s.bestQuality() > before + 3, o + " from " + before + " to " + s.bestQuality());
            assertTrue(training.finished(s));
        }
    }

    @Test
    void learnsAsMuchInMixedPrecision() {
        Training training = training(120, 2, 1, Muon.standard(), 0.02);
        Training mixed = training.in(Precision.MIXED);
        // The first step tells how far rounding to 8 binary digits moves the gradient.
        float[] one = run(training, 1).weights();
        float[] other = run(mixed, 1).weights();
        assertFalse(Arrays.equals(one, other));
        assertArrayEquals(one, other, 0.01f);
        assertEquals(run(training, 120).bestQuality(), run(mixed, 120).bestQuality(), 0.5);
    }

    @Test
    void goesOnExactlyWhereItStopped(@TempDir Path folder) throws IOException {
        Training training = training(20, 2, 1, Muon.standard(), 0.02);
        Training.State whole = run(training, 20);
        Path file = folder.resolve("training.state");
        Checkpoint.save(training, run(training, 13), file);
        Training again = training(20, 2, 1, Muon.standard(), 0.02);
        Training.State resumed =
                again.start(new float[again.objective().layout().length()]);
        Checkpoint.restore(again, resumed, file);
        for (int i = 13; i < 20; i++) {
            again.step(resumed);
        }
        assertArrayEquals(training.solution(whole), again.solution(resumed));
        assertEquals(whole.curve().size(), resumed.curve().size());
        assertEquals(whole.curve().get(1).loss(), resumed.curve().get(1).loss());
        Training other = training(21, 2, 1, Muon.standard(), 0.02);
        Training.State fresh = other.start(other.initial());
        IOException e = assertThrows(IOException.class, () -> Checkpoint.restore(other, fresh, file));
        assertTrue(e.getMessage().contains("steps"), e.getMessage());
        assertThrows(IOException.class, () -> Checkpoint.restore(again.in(Precision.MIXED), fresh, file));
    }

    @Test
    void isTheSameEveryTimeAndForTwoWorkersToRounding() {
        float[] once = run(training(10, 4, 1, Adam.standard(), 1e-3), 10).weights();
        assertArrayEquals(
                once, run(training(10, 4, 1, Adam.standard(), 1e-3), 10).weights());
        float[] shared = run(training(10, 4, 2, Adam.standard(), 1e-3), 10).weights();
        assertArrayEquals(
                shared, run(training(10, 4, 2, Adam.standard(), 1e-3), 10).weights());
        assertArrayEquals(once, shared, 2e-3f);
    }

    @Test
    void stopsWithinAStepAndKeepsItsState(@TempDir Path folder) throws IOException {
        Training training = training(50, 1, 1, Adam.standard(), 1e-3);
        Path file = folder.resolve("training.state");
        Outcome outcome = new Runner("training", Stopping.at(50, 0), p -> p.iteration() < 12)
                .saving(file, Duration.ofHours(1))
                .run(training, training.initial());
        assertEquals(Status.CANCELLED, outcome.status());
        Training.State state = training.start(training.initial());
        Checkpoint.restore(training, state, file);
        assertEquals(12, state.step());
        assertEquals(1, state.curve().size());
    }

    @Test
    void endsEarlyWithoutImprovement() {
        // At a rate of zero no validation is better than the first.
        Training still = training(500, 1, 1, Adam.standard(), 0);
        Training patient = new Training(
                still.objective(),
                still.optimiser(),
                still.schedule(),
                500,
                1,
                1,
                0,
                2,
                3,
                7,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
        Outcome outcome = new Runner("training", Stopping.at(500, 0)).run(patient, patient.initial());
        assertEquals(Status.CONVERGED, outcome.status());
        assertEquals(8, outcome.iterations());
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> training(10, 2, 3, Adam.standard(), 1e-3))
                .getMessage()
                .contains("workers is 3"));
        assertThrows(IllegalArgumentException.class, () -> training(0, 1, 1, Adam.standard(), 1e-3));
        assertThrows(IllegalArgumentException.class, () -> new Adam(1, 0.9, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new Muon(1, 0.1, Adam.standard()));
    }
}
