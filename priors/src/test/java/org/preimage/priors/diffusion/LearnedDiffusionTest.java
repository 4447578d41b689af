package org.preimage.priors.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.model.Diffusion;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.model.VarianceExploding;
import org.preimage.priors.model.VariancePreserving;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Folded;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Status;

/** A diffusion model with random weights: what it computes, and how samples come from it. */
class LearnedDiffusionTest {
    private static final Space SPACE = Space.image(8, 6, 1);

    private static DiffusionModel model(int channels) {
        int folded = 4 * channels;
        return new DiffusionModel(
                new Folded(
                        UNet.of(6, 8)
                                .with(Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP))
                                .between(folded, folded)
                                .direct()
                                .conditioned(8),
                        2),
                new VarianceExploding(0.02, 20),
                channels,
                0.2,
                0.5);
    }

    private static LearnedDiffusion prior(int channels, double unit) {
        DiffusionModel model = model(channels);
        return new LearnedDiffusion(
                model,
                Weights.initial(model.layout(), GradientCheck.random(3)),
                channels == 1 ? SPACE : SPACE.complex(),
                unit,
                ComputeDevice.CPU);
    }

    private static float[][] images(int n, int length) {
        float[][] x = new float[n][];
        for (int i = 0; i < n; i++) {
            x[i] = GradientCheck.normal(length, 10 + i);
        }
        return x;
    }

    @Test
    void timesAreLevelsUndone() {
        for (Diffusion process : List.of(new VarianceExploding(0.01, 100), new VariancePreserving(0.1, 20, 1e-3))) {
            double before = 0;
            for (double t : new double[] {0, 0.01, 0.3, 0.77, 1}) {
                double level = process.level(t);
                assertTrue(level > before, process + " at " + t);
                assertEquals(t, process.time(level), 1e-9, process.toString());
                before = level;
            }
        }
        VariancePreserving kept = new VariancePreserving(0.1, 20, 1e-3);
        double a = kept.signal(0.4);
        assertEquals(1, a * a * (1 + Math.pow(kept.level(0.4), 2)), 1e-12);
    }

    /** For little noise D is nearly the image, for much the network has to say it all. */
    @Test
    void noiseThatIsNotThereIsNotTakenAway() {
        for (int channels : new int[] {1, 2}) {
            LearnedDiffusion prior = prior(channels, 1);
            float[][] z = images(1, prior.space().length());
            float[][] x = new float[1][z[0].length];
            prior.denoise(z, 1e-4, x);
            assertTrue(Vectors.relativeDistance(x[0], z[0]) < 1e-3);
            prior.denoise(z, 1, x);
            assertTrue(Vectors.relativeDistance(x[0], z[0]) > 0.1);
        }
    }

    @Test
    void theUnitIsThatOfTheImages() {
        LearnedDiffusion one = prior(1, 1);
        LearnedDiffusion ten = prior(1, 10);
        float[][] z = images(2, SPACE.length());
        float[][] scaled = images(2, SPACE.length());
        for (float[] s : scaled) {
            Vectors.scale(10, s);
        }
        float[][] x = new float[2][SPACE.length()];
        float[][] y = new float[2][SPACE.length()];
        one.denoise(z, 0.4, x);
        ten.denoise(scaled, 4, y);
        Vectors.scale(0.1f, y[1]);
        assertTrue(Vectors.relativeDistance(x[1], y[1]) < 1e-6);
        assertEquals(10 * one.level(0.3), ten.level(0.3), 1e-9);
        assertEquals(0.3, ten.time(ten.level(0.3)), 1e-9);
    }

    /** By differences: <w, D(z + h v) - D(z - h v)> / 2h = <J* w, v>. */
    @Test
    void productsWithDerivativesAreThoseOfDifferences() {
        for (double unit : new double[] {1, 3}) {
            LearnedDiffusion prior = prior(1, unit);
            int n = SPACE.length();
            float[][] z = images(2, n);
            float[] w = GradientCheck.normal(n, 77);
            float[] v = GradientCheck.normal(n, 78);
            float[][] x = new float[2][n];
            float[][] products = new float[2][n];
            prior.pullBack(z, 0.5, (i, d) -> w, x, products);
            float[][] plain = new float[2][n];
            prior.denoise(z, 0.5, plain);
            assertTrue(Vectors.relativeDistance(x[1], plain[1]) < 1e-6);
            double h = 3e-3;
            float[][] more = {z[1].clone()};
            float[][] less = {z[1].clone()};
            Vectors.add(h, v, more[0]);
            Vectors.add(-h, v, less[0]);
            float[][] up = new float[1][n];
            float[][] down = new float[1][n];
            prior.denoise(more, 0.5, up);
            prior.denoise(less, 0.5, down);
            double expected = (Vectors.dot(w, up[0]) - Vectors.dot(w, down[0])) / (2 * h);
            assertEquals(expected, Vectors.dot(products[1], v), 5e-3 * Math.abs(expected) + 1e-3);
        }
    }

    private static List<float[]> drawn(Walk walk, int n, int together) {
        List<float[]> all = new ArrayList<>();
        Status status = ReverseDiffusion.unconditional(prior(1, 1), walk, 5, together)
                .sample(n, GradientCheck.random(4), x -> all.add(x.clone()));
        assertEquals(Status.CONVERGED, status);
        return all;
    }

    @Test
    void samplesDependOnTheSeedAlone() {
        for (Walk walk : List.of(Ddim.FLOW, Ddim.ANCESTRAL, new Heun(), new PredictorCorrector(1, 0.16))) {
            List<float[]> together = drawn(walk, 3, 3);
            List<float[]> apart = drawn(walk, 3, 2);
            List<List<float[]>> single = new ArrayList<>();
            Parallel.withThreads(1, () -> single.add(drawn(walk, 3, 3)));
            for (int i = 0; i < 3; i++) {
                assertTrue(Vectors.relativeDistance(together.get(i), apart.get(i)) < 1e-4, walk.toString());
                assertTrue(
                        Vectors.relativeDistance(together.get(i), single.get(0).get(i)) < 1e-4, walk.toString());
            }
            assertTrue(Vectors.relativeDistance(together.get(0), together.get(1)) > 0.1);
        }
    }

    @Test
    void endsWithinAStepWhenCancelledAndLeavesNothingBehind() {
        LearnedDiffusion prior = prior(1, 1);
        int[] told = {0};
        int before = Torch.liveArrays();
        Status status = ReverseDiffusion.unconditional(prior, Ddim.ANCESTRAL, 50, 4)
                .sample(8, GradientCheck.random(4), x -> {}, p -> ++told[0] < 3);
        assertEquals(Status.CANCELLED, status);
        assertEquals(3, told[0]);
        assertEquals(before, Torch.liveArrays());
    }

    /** The last step counts one estimate, whatever the walk. */
    @Test
    void callsAreThoseAskedFor() {
        for (Walk walk : List.of(Ddim.FLOW, new Heun(), new PredictorCorrector(2, 0.1))) {
            int[] asked = {0};
            LearnedDiffusion prior = prior(1, 1);
            Guide counting = (z, level, share, out) -> {
                asked[0]++;
                prior.denoise(z, level, out);
            };
            ReverseDiffusion sampler = ReverseDiffusion.ofNoise(prior, counting, walk, 4, 2);
            sampler.sample(2, GradientCheck.random(1), x -> {});
            assertEquals(sampler.calls(), asked[0], walk.toString());
        }
    }

    @Test
    void levelsFallFromTheFirst() {
        LearnedDiffusion prior = prior(1, 1);
        double[] levels = new ReverseDiffusion(prior, Guide.none(prior), Ddim.FLOW, SPACE.zeros(), 0.7, 6, 1).levels();
        assertEquals(0.7, levels[0]);
        for (int k = 1; k < levels.length; k++) {
            assertTrue(levels[k] < levels[k - 1] && levels[k] > 0);
        }
        assertArrayEquals(
                new double[] {prior.level(1)},
                ReverseDiffusion.unconditional(prior, Ddim.FLOW, 1, 1).levels(),
                1e-12);
    }

    @Test
    void refusesWhatDoesNotFit() {
        DiffusionModel model = model(1);
        Weights weights = Weights.initial(model.layout(), GradientCheck.random(3));
        assertEquals(
                "images are " + SPACE.complex() + ", but the model knows plane real ones",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new LearnedDiffusion(model, weights, SPACE.complex(), 1, ComputeDevice.CPU))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new LearnedDiffusion(model, weights, SPACE, 0, ComputeDevice.CPU));
        assertThrows(IllegalArgumentException.class, () -> new Ddim(1.1));
        LearnedDiffusion prior = prior(1, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReverseDiffusion(prior, Guide.none(prior), Ddim.FLOW, SPACE.zeros(), 0, 6, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DiffusionModel(UNet.of(4), new VarianceExploding(1, 2), 1, 0, 1));
    }
}
