package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;

/** Slices that are all steep or all flat: patches of two components. */
class PatchMixtureTrainingTest {
    private static final PatchMixture MODEL = new PatchMixture(3, 2);

    private static Slices slices(int count, long seed) {
        RandomGenerator random = GradientCheck.random(seed);
        List<float[]> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double size = n % 4 == 0 ? 1 : 0.1;
            float[] slice = new float[36];
            for (int i = 0; i < 36; i++) {
                slice[i] = (float) (size * random.nextGaussian());
            }
            all.add(slice);
        }
        return new Slices(6, 6, all, Collections.nCopies(count, "noise"));
    }

    private static Training training(Schedule schedule, int steps) {
        return new Training(
                new PatchMixtureTraining(MODEL, List.of(slices(400, 1)), List.of(slices(100, 2)), 0.01, 1),
                new PlainDescent(),
                schedule,
                steps,
                500,
                Double.POSITIVE_INFINITY,
                0,
                steps,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
    }

    @Test
    void sharesAndVariancesAreFound() {
        Training training = training(Schedule.cosine(0.5, 0, 0.05), 60);
        Training.State s = training.start(training.initial());
        double before =
                training.objective().validate(new Weights(MODEL.layout(), training.initial()), ComputeDevice.CPU);
        while (!training.finished(s)) {
            training.step(s);
        }
        assertTrue(s.bestQuality() > before, s.bestQuality() + " after " + before);
        PatchMixture.Component[] found = MODEL.components(new Weights(MODEL.layout(), training.solution(s)));
        int steep = found[0].variances()[0] > found[1].variances()[0] ? 0 : 1;
        assertEquals(0.25, Math.exp(found[steep].logShare()), 0.03);
        double[] steepVariances = found[steep].variances();
        double[] flatVariances = found[1 - steep].variances();
        for (int j = 0; j < 8; j++) {
            assertEquals(1, steepVariances[j], 0.25);
            assertEquals(0.01, flatVariances[j], 0.003);
        }
        // Patches have no mean value.
        assertEquals(0, steepVariances[8], 1e-5);
    }

    /** With a rate of 1 a step is expectation maximisation on its batch, which never lowers that batch's likelihood. */
    @Test
    void fullStepsOnOneBatchRaiseItsLikelihood() {
        Training training = training(Schedule.constant(1), 1);
        float[] weights = training.initial();
        double last = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 6; k++) {
            Training.State s = training.start(weights);
            training.step(s);
            assertTrue(s.lastLoss() <= last + 1e-3, s.lastLoss() + " after " + last);
            last = s.lastLoss();
            weights = s.weights().clone();
        }
    }

    @Test
    void goesOnExactlyFromItsFileAndKeepsMemoryFlat(@TempDir Path folder) throws Exception {
        Training training = training(Schedule.constant(0.2), 6);
        Training.State whole = training.start(training.initial());
        training.step(whole);
        Path file = folder.resolve("training.state");
        Checkpoint.save(training, whole, file);
        int live = Torch.liveArrays();
        Training.State rest = training.start(training.initial());
        Checkpoint.restore(training, rest, file);
        for (int i = 0; i < 4; i++) {
            training.step(whole);
            training.step(rest);
        }
        assertArrayEquals(whole.weights(), rest.weights());
        assertEquals(live, Torch.liveArrays());
    }
}
