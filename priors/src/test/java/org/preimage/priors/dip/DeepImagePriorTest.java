package org.preimage.priors.dip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.network.Style;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Muon;
import org.preimage.priors.training.Schedule;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Misfit;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

class DeepImagePriorTest {
    private static final Space SPACE = Space.image(32, 32, 1);
    private static final Image TRUTH = SheppLogan.modified(32).render(SPACE, 4);
    private static final double NOISE = 0.1;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] noisy(float[] clean, double sd) {
        RandomGenerator random = random(5);
        float[] y = clean.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sd * random.nextGaussian());
        }
        return y;
    }

    private static NetworkImage image() {
        Style style = Style.PLAIN.with(Activation.LEAKY_RELU).with(Normalization.GROUP);
        return NetworkImage.ofNoise(new SkipNetwork(1, 1, List.of(16, 16, 16), 4, style), 1, SPACE, 1, random(1));
    }

    private static DeepImagePrior prior(LinearOperator a, float[] y, double weight, int steps, int patience) {
        List<Differentiable> terms = new ArrayList<>(List.of(new LeastSquares(a, y)));
        if (weight > 0) {
            terms.add(new SmoothTotalVariation(SPACE, weight, 0.003));
        }
        return new DeepImagePrior(
                image(),
                terms,
                Muon.standard(),
                Schedule.constant(0.02),
                steps,
                0.05,
                Double.POSITIVE_INFINITY,
                patience,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT);
    }

    private static double psnr(float[] x) {
        return ImageQuality.psnr(TRUTH, new Image(SPACE, x), 1);
    }

    /** Without another prior the network learns the noise, too. */
    @Test
    void theDiscrepancyEndsBeforeTheNoiseIsLearned() {
        float[] y = noisy(TRUTH.data(), NOISE);
        LinearOperator a = new Identity(SPACE);
        DeepImagePrior prior = prior(a, y, 0, 400, 0);
        Stopping early = Stopping.at(400, 0).fitting(Misfit.ofNoise(a, y, 1, NOISE));
        Outcome stopped = new Runner("dip", early).run(prior, prior.initial());
        assertEquals(Status.CONVERGED, stopped.status());
        float[] fitted = new Runner("dip", Stopping.at(400, 0))
                .run(prior, prior.initial())
                .solution();
        double best = psnr(stopped.solution());
        assertTrue(best > psnr(y) + 1.5 && best > psnr(fitted) + 1, psnr(y) + " " + best + " " + psnr(fitted));
    }

    /** On images that come to rest the end is {@code patience} steps after the least variance, and that mean is kept. */
    @Test
    void endsWhenTheVarianceFallsNoMore() {
        float[] y = noisy(TRUTH.data(), NOISE);
        DeepImagePrior prior = prior(new Identity(SPACE), y, 0.1, 3000, 60);
        DeepImagePrior.State s = prior.start(prior.initial());
        double least = Double.POSITIVE_INFINITY;
        int step = 0;
        while (!prior.finished(s)) {
            prior.step(s);
            double norm = Math.sqrt(Vectors.normSquared(prior.solution(s)));
            if (s.keptStep() == s.step()) {
                assertTrue(prior.residual(s) * norm < least);
                least = prior.residual(s) * norm;
                step = (int) s.step();
            }
        }
        assertTrue(s.step() < 3000, "it ran all steps");
        assertEquals(step, s.keptStep());
        assertEquals(60, s.step() - s.keptStep());
    }

    @Test
    void totalVariationLetsItRunOn() {
        float[] y = noisy(TRUTH.data(), NOISE);
        DeepImagePrior without = prior(new Identity(SPACE), y, 0, 800, 0);
        DeepImagePrior with = prior(new Identity(SPACE), y, 0.1, 800, 0);
        double plain = psnr(new Runner("dip", Stopping.at(800, 0))
                .run(without, without.initial())
                .solution());
        double tv = psnr(
                new Runner("dip", Stopping.at(800, 0)).run(with, with.initial()).solution());
        assertTrue(tv > plain + 2 && tv > psnr(y) + 3, plain + " " + tv);
    }

    @Test
    void reconstructsFromFewViews() {
        LinearOperator a = ParallelBeam.halfTurn(SPACE, 47, 1, 12).projector();
        float[] y = noisy(a.apply(TRUTH.data()), 0.2);
        DeepImagePrior prior = prior(a, y, 0.5, 400, 0);
        DeepImagePrior.State s = prior.start(prior.initial());
        prior.step(s);
        double first = prior.objective(s);
        float[] x = new Runner("dip", Stopping.at(399, 0)).resume(prior, s).solution();
        assertTrue(prior.objective(s) < first / 20, first + " " + prior.objective(s));
        assertTrue(psnr(x) > 21, "" + psnr(x));
    }

    @Test
    void goesOnExactlyWhereItStopped(@TempDir Path folder) throws IOException {
        float[] y = noisy(TRUTH.data(), NOISE);
        DeepImagePrior prior = prior(new Identity(SPACE), y, 0.05, 12, 0);
        float[] whole = new Runner("dip", Stopping.at(12, 0))
                .run(prior, prior.initial())
                .solution();
        Path file = folder.resolve("dip.state");
        for (int i = 0; i < 3; i++) {
            new Runner("dip", Stopping.at(4, 0)).saving(file, Duration.ZERO).runOrResume(prior, prior.initial());
        }
        DeepImagePrior.State s = prior.start(prior.initial());
        Checkpoint.restore(prior, s, file);
        assertEquals(12, s.step());
        assertArrayEquals(whole, prior.solution(s));
        DeepImagePrior other = prior(new Identity(SPACE), noisy(y, NOISE), 0.05, 12, 0);
        IOException e =
                assertThrows(IOException.class, () -> Checkpoint.restore(other, other.start(other.initial()), file));
        assertTrue(e.getMessage().contains("another array \"slope at the black image\""), e.getMessage());
    }

    @Test
    void keepsNativeMemoryFlatAndStopsWhenAsked() {
        float[] y = noisy(TRUTH.data(), NOISE);
        DeepImagePrior prior = prior(new Identity(SPACE), y, 0.05, 1000, 0);
        DeepImagePrior.State s = prior.start(prior.initial());
        prior.step(s);
        int before = Torch.liveArrays();
        Outcome outcome = new Runner("dip", Stopping.at(1000, 0), p -> p.iteration() < 20).resume(prior, s);
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(20, outcome.iterations());
        assertEquals(before, Torch.liveArrays());
    }

    @Test
    void refusesWhatItCannotMake() {
        SkipNetwork network = new SkipNetwork(1, 1, List.of(8, 8), 4, Style.PLAIN);
        Space volume = Space.volume(8, 8, 8, 1);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> NetworkImage.ofNoise(network, 1, volume, 1, random(1)))
                .getMessage();
        assertTrue(message.contains("plane"), message);
        assertThrows(IllegalArgumentException.class, () -> NetworkImage.ofNoise(network, 1, SPACE, 0, random(1)));
        assertThrows(IllegalArgumentException.class, () -> NetworkImage.ofNoise(network, 0, SPACE, 1, random(1)));
        assertThrows(IllegalArgumentException.class, () -> NetworkImage.ofImage(network, new float[3], SPACE, 1, true));
        assertThrows(IllegalArgumentException.class, () -> prior(new Identity(SPACE), TRUTH.data(), 0, 0, 0));
    }
}
