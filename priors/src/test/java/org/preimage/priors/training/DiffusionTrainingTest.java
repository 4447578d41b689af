package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.priors.diffusion.Ddim;
import org.preimage.priors.diffusion.LearnedDiffusion;
import org.preimage.priors.diffusion.ReverseDiffusion;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.model.VarianceExploding;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/** A tiny diffusion model that has to learn where a bright spot may be. */
class DiffusionTrainingTest {
    private static final int SIDE = 8;

    private static final DiffusionModel MODEL = new DiffusionModel(
            UNet.of(12, 16)
                    .with(Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP))
                    .direct()
                    .conditioned(8),
            new VarianceExploding(0.02, 20),
            1,
            0.1,
            0.2);

    private static Slices spots(int count, long seed) {
        RandomGenerator random = GradientCheck.random(seed);
        List<float[]> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double x = 2 + 3 * random.nextDouble();
            double y = 2 + 3 * random.nextDouble();
            float[] spot = new float[SIDE * SIDE];
            for (int i = 0; i < spot.length; i++) {
                spot[i] = (float) Math.exp(-Math.pow(i % SIDE - x, 2) - Math.pow(i / SIDE - y, 2));
            }
            all.add(spot);
        }
        return new Slices(SIDE, SIDE, all, Collections.nCopies(count, "spots"));
    }

    private static DiffusionTraining objective() {
        return new DiffusionTraining(
                MODEL, new SliceImages(spots(300, 1), spots(20, 2), spots(20, 3), SIDE, true, false, 1), 1);
    }

    private static Training.State trained(DiffusionTraining objective, int steps) {
        Training training = new Training(
                objective,
                Muon.standard(),
                Schedule.cosine(0.02, 0.05, 0),
                steps,
                16,
                1,
                0.95,
                steps,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
        Training.State state = training.start(training.initial());
        while (!training.finished(state)) {
            training.step(state);
        }
        return state;
    }

    /** What it draws then looks like what it learned from: nearer to other such images than draws of the right mean and deviation. */
    @Test
    void learnsToDenoiseAndToDraw() {
        DiffusionTraining objective = objective();
        Weights first = Weights.initial(objective.layout(), GradientCheck.random(1));
        double before = objective.validate(first, ComputeDevice.CPU);
        Training.State state = trained(objective, 300);
        assertTrue(state.bestQuality() > before + 6, before + " to " + state.bestQuality());
        assertEquals(6, objective.figures(first, ComputeDevice.CPU).size());

        LearnedDiffusion prior = new LearnedDiffusion(
                MODEL,
                new Weights(objective.layout(), state.weights()),
                objective.images().space(),
                1,
                ComputeDevice.CPU);
        int n = 60;
        float[] drawn = new float[n * SIDE * SIDE];
        int[] at = {0};
        ReverseDiffusion.unconditional(prior, Ddim.ANCESTRAL, 30, n).sample(n, GradientCheck.random(2), x -> {
            System.arraycopy(x, 0, drawn, at[0], x.length);
            at[0] += x.length;
        });
        float[] real = new float[drawn.length];
        float[] normal = new float[drawn.length];
        RandomGenerator random = GradientCheck.random(9);
        List<float[]> others = spots(n, 4).values();
        for (int i = 0; i < real.length; i++) {
            real[i] = others.get(i / (SIDE * SIDE))[i % (SIDE * SIDE)];
            normal[i] = (float) (0.1 + 0.2 * random.nextGaussian());
        }
        double learned = distance(drawn, real, n);
        double blind = distance(normal, real, n);
        assertTrue(learned < 0.3 * blind, learned + " of " + blind);
    }

    private static double distance(float[] a, float[] b, int n) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return new SlicedWasserstein(100, 1)
                    .of(Tensor.of(a, n, 1, SIDE, SIDE), Tensor.of(b, n, 1, SIDE, SIDE))
                    .toDouble();
        }
    }

    @Test
    void complexSlicesKeepTheirMagnitudeAndPhantomsAreNumbered() {
        Slices spots = spots(3, 1);
        SliceImages images = new SliceImages(spots, spots, spots, SIDE, false, true, 1);
        assertEquals(2 * SIDE * SIDE, images.training(4).length);
        assertArrayEquals(images.training(4), images.training(4));
        float[] x = images.test().get(1);
        for (int i = 0; i < SIDE * SIDE; i++) {
            assertEquals(spots.values().get(1)[i], Math.hypot(x[2 * i], x[2 * i + 1]), 1e-5);
        }
        PhantomImages phantoms = new PhantomImages(RandomEllipses.dival(16), 16, 1, 2);
        assertArrayEquals(phantoms.training(7), phantoms.training(7));
        assertEquals(2, phantoms.validation().size());
        assertThrows(IllegalArgumentException.class, () -> new DiffusionTraining(MODEL, images, 1));
    }
}
