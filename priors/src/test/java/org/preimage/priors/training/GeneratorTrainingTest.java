package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.priors.model.GeneratorTest;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/** Tiny generators that have to learn where a bright spot may be. */
class GeneratorTrainingTest {
    /** Spots of random places and widths on 8 x 8 pixels. */
    private static Slices spots(int count, long seed) {
        RandomGenerator random = GradientCheck.random(seed);
        List<float[]> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double x = 2 + 3 * random.nextDouble();
            double y = 2 + 3 * random.nextDouble();
            double width = 1 + random.nextDouble();
            float[] spot = new float[64];
            for (int i = 0; i < 64; i++) {
                spot[i] = (float) Math.exp(-(Math.pow(i % 8 - x, 2) + Math.pow(i / 8 - y, 2)) / width);
            }
            all.add(spot);
        }
        return new Slices(8, 8, all, Collections.nCopies(count, "spots"));
    }

    private static Objective autoencoder() {
        return new VariationalAutoencoderTraining(
                GeneratorTest.autoencoder(0.05, 0.5), spots(200, 1), spots(60, 2), spots(20, 3), 1);
    }

    private static Objective adversarial() {
        return new WassersteinTraining(GeneratorTest.adversarial(), spots(200, 1), spots(60, 2), spots(20, 3), 1);
    }

    private static Training training(Objective objective, int steps) {
        boolean critic = objective instanceof WassersteinTraining;
        return new Training(
                objective,
                critic ? new Adam(0, 0.9, 1e-8, 0) : Adam.standard(),
                Schedule.constant(0.005),
                steps,
                16,
                100,
                0.9,
                steps / 2,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
    }

    private static double gained(Objective objective, int steps) {
        Training training = training(objective, steps);
        Training.State state = training.start(training.initial());
        double before = objective.validate(new Weights(objective.layout(), state.weights()), ComputeDevice.CPU);
        while (!training.finished(state)) {
            training.step(state);
        }
        return state.bestQuality() - before;
    }

    @Test
    void theAutoencodersBoundRises() {
        double gained = gained(autoencoder(), 200);
        assertTrue(gained > 40, "" + gained);
    }

    @Test
    void theAdversarialGeneratorComesNearerToHeldOutImages() {
        double gained = gained(adversarial(), 300);
        assertTrue(gained > 0.1, "" + gained);
    }

    static List<Objective> objectives() {
        return List.of(autoencoder(), adversarial());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void goesOnExactlyFromItsFile(Objective objective, @TempDir Path folder) throws Exception {
        Training training = training(objective, 12);
        Training.State whole = training.start(training.initial());
        Training.State half = training.start(training.initial());
        for (int i = 0; i < 12; i++) {
            training.step(whole);
            if (i < 5) {
                training.step(half);
            }
        }
        Path file = folder.resolve("training.state");
        Checkpoint.save(training, half, file);
        Training.State rest = training.start(training.initial());
        Checkpoint.restore(training, rest, file);
        while (!training.finished(rest)) {
            training.step(rest);
        }
        assertArrayEquals(whole.weights(), rest.weights());
        assertEquals(whole.bestQuality(), rest.bestQuality());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void cancelsAfterTheStepAndKeepsMemoryFlat(Objective objective) {
        Training training = training(objective, 1000);
        training.step(training.start(training.initial()));
        int live = Torch.liveArrays();
        Outcome outcome =
                new Runner("training", Stopping.at(1000, 0), p -> p.iteration() < 3).run(training, training.initial());
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(3, outcome.iterations());
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void refusesImagesOfAnotherSize() {
        Slices other = new Slices(4, 4, List.of(new float[16]), List.of("a"));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new WassersteinTraining(GeneratorTest.adversarial(), other, other, other, 1))
                .getMessage();
        assertEquals("images are 4 x 4 pixels, but the generator makes 8 x 8", message);
    }
}
