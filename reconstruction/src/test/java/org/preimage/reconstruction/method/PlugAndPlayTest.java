package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.SharedData;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.file.Png;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Status;

/** Denoising methods, plug-and-play and regularisation by denoising on a real image. */
class PlugAndPlayTest {
    private static final int SIZE = 48;
    private static final Space SPACE = Space.image(SIZE, SIZE, 1);

    /** A coin. */
    private static Image coin() throws Exception {
        Image coins = Png.read(SharedData.require("shippable/coins.png"));
        Image out = Image.zeros(SPACE);
        for (int y = 0; y < SIZE; y++) {
            System.arraycopy(coins.data(), (y + 24) * coins.space().size(0) + 34, out.data(), y * SIZE, SIZE);
        }
        return out;
    }

    private static InverseProblem noisy(LinearOperator a, Image truth, double sd) {
        float[] data = a.apply(truth.data());
        Random random = new Random(5);
        for (int i = 0; i < data.length; i++) {
            data[i] += data[i] == 0 ? 0 : (float) (sd * random.nextGaussian());
        }
        return new InverseProblem(a, new Image(a.range(), data));
    }

    /** Two of five pixels are known, with noise. */
    private static LinearOperator mask() {
        return mask(SIZE);
    }

    private static LinearOperator mask(int size) {
        boolean[] kept = new boolean[size * size];
        Random random = new Random(1);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < 0.4;
        }
        return new Mask(Space.image(size, size, 1), kept);
    }

    private static LinearOperator blur(int size, double sigma) {
        return new Blur(
                Space.image(size, size, 1), GaussianSpread.ofSamples(sigma).sample(1, 1), Boundary.PERIODIC);
    }

    /** The middle of the coin. */
    private static Image part(int size) throws Exception {
        Image whole = coin();
        Image out = Image.zeros(Space.image(size, size, 1));
        for (int y = 0; y < size; y++) {
            System.arraycopy(whole.data(), (y + 8) * SIZE + 8, out.data(), y * size, size);
        }
        return out;
    }

    private static double psnr(Image truth, Reconstruction r) {
        return ImageQuality.of(truth, r.image(), 255).psnr();
    }

    private static Reconstruction run(String method, Map<String, String> settings, InverseProblem problem) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bm3d", "nlm", "wavelet-shrinkage"})
    void denoisersFindTheNoiseAndRemoveIt(String method) throws Exception {
        Image truth = coin();
        InverseProblem problem = noisy(new Identity(SPACE), truth, 20);
        Reconstruction r = run(method, Map.of(), problem);
        double sigma = Double.parseDouble(r.how().parameters().get("sigma"));
        assertEquals(20, sigma, 2.5);
        assertTrue(r.how().notes().containsKey("sigma"));
        double before = ImageQuality.of(truth, problem.data(), 255).psnr();
        assertTrue(psnr(truth, r) > before + 3, method + " from " + before + " to " + psnr(truth, r));
        // The parameters used make the same image again.
        assertArrayEquals(
                r.image().data(),
                run(method, r.how().parameters(), problem).image().data());
    }

    @Test
    void denoisersTakeTheIdentityOnly() throws Exception {
        InverseProblem problem = noisy(mask(), coin(), 5);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run("bm3d", Map.of(), problem));
        assertTrue(e.getMessage().contains("identity"), e.getMessage());
    }

    @Test
    void imagesWithoutNoiseStay() {
        Image flat = Image.zeros(SPACE);
        Reconstruction r = run("bm3d", Map.of(), new InverseProblem(new Identity(SPACE), flat));
        assertArrayEquals(flat.data(), r.image().data());
        assertTrue(r.how().notes().get("sigma").contains("left as it is"));
    }

    @Test
    void plugAndPlayFillsInMissingPixels() throws Exception {
        Image truth = coin();
        InverseProblem problem = noisy(mask(), truth, 5);
        double tv = psnr(truth, run("tv", Map.of("iterations", "500"), problem));
        for (String solver : new String[] {"admm", "half-quadratic"}) {
            Map<String, String> settings = Map.of("solver", solver, "iterations", "10");
            Reconstruction r = run("pnp-bm3d", settings, problem);
            assertTrue(psnr(truth, r) > tv + 0.2, solver + ": " + psnr(truth, r) + ", tv: " + tv);
            assertTrue(r.status() == Status.ITERATION_LIMIT || r.status() == Status.CONVERGED);
            assertTrue(r.how().notes().get("denoiser").contains("stretched"));
            assertTrue(r.how().notes().get("sigma").contains("noise"));
        }
        assertTrue(psnr(truth, run("red-bm3d", Map.of("iterations", "10", "check", "false"), problem)) > tv);
    }

    private static final int SMALL = 24;

    /** Part of the coin, blurred, with noise: by every denoiser, in the place of a prior and in RED. */
    @ParameterizedTest
    @ValueSource(strings = {"bm3d", "nlm", "wavelet", "tv"})
    void everyDenoiserDeblurs(String denoiser) throws Exception {
        Image truth = part(SMALL);
        InverseProblem problem = noisy(blur(SMALL, 1.2), truth, 3);
        double blurred = ImageQuality.of(truth, problem.data(), 255).psnr();
        for (String method : new String[] {"pnp-", "red-"}) {
            Reconstruction r = run(method + denoiser, Map.of(), problem);
            assertTrue(psnr(truth, r) > blurred + 1.5, method + denoiser + " " + psnr(truth, r) + " from " + blurred);
            requireNotes(r);
        }
    }

    private static void requireNotes(Reconstruction r) {
        assertTrue(
                r.how().notes().get("denoiser").contains("stretched distances up to"),
                r.how().toString());
        assertTrue(r.how().notes().get("weight").contains("balance"), r.how().toString());
        assertTrue(r.how().notes().get("sigma").contains("noise"), r.how().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"admm", "half-quadratic", "fista", "ista"})
    void everySolverDeblurs(String solver) throws Exception {
        Image truth = part(SMALL);
        InverseProblem problem = noisy(blur(SMALL, 1.2), truth, 3);
        double blurred = ImageQuality.of(truth, problem.data(), 255).psnr();
        Reconstruction r = run("pnp-tv", Map.of("solver", solver, "iterations", "60"), problem);
        assertTrue(psnr(truth, r) > blurred + 1, solver + " " + psnr(truth, r) + " from " + blurred);
        assertEquals(solver, r.how().parameters().get("solver"));
        requireNotes(r);
    }

    /** The best one among weights far apart, for blur and for missing pixels. */
    @ParameterizedTest
    @ValueSource(strings = {"pnp-tv", "pnp-nlm", "red-tv", "red-wavelet"})
    void automaticWeightsAreWithinADecibelOfTheBest(String method) throws Exception {
        Image truth = part(SMALL);
        for (LinearOperator a : new LinearOperator[] {blur(SMALL, 1.2), mask(SMALL)}) {
            InverseProblem problem = noisy(a, truth, 6);
            double found = psnr(truth, run(method, Map.of("check", "false"), problem));
            for (String weight : new String[] {"0.06", "0.25", "0.5", "1", "2", "4", "16"}) {
                double given = psnr(truth, run(method, Map.of("check", "false", "weight", weight), problem));
                assertTrue(
                        found > given - 1,
                        method + " " + found + " dB, but " + given + " with " + weight + " for " + a);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"discrepancy", "gcv", "sure", "l-curve"})
    void otherRulesSearchTheWeight(String rule) throws Exception {
        Image truth = part(SMALL);
        InverseProblem problem = noisy(blur(SMALL, 1.2), truth, 6);
        for (String method : rule.equals("gcv") ? new String[] {"pnp-tv", "red-tv"} : new String[] {"pnp-tv"}) {
            Reconstruction r = run(method, Map.of("rule", rule, "check", "false"), problem);
            double usual = psnr(truth, run(method, Map.of("check", "false"), problem));
            assertTrue(psnr(truth, r) > usual - 1.5, method + " " + psnr(truth, r) + " dB, usually " + usual);
            assertTrue(
                    r.how().notes().get("weight").startsWith("chosen by"),
                    r.how().toString());
            assertEquals(rule, r.how().parameters().get("rule"));
        }
    }

    @Test
    void aGivenSigmaLeavesProximalGradientsNoWeight() throws Exception {
        InverseProblem problem = noisy(blur(SMALL, 1.2), part(SMALL), 6);
        Reconstruction r = run("pnp-tv", Map.of("solver", "ista", "sigma", "4"), problem);
        assertTrue(
                r.how().notes().get("weight").startsWith("without effect"),
                r.how().toString());
    }

    /** For the identity, proximal gradients of weight 1 are the denoiser itself after one step. */
    @Test
    void oneStepOfProximalGradientsDenoises() throws Exception {
        InverseProblem problem = noisy(new Identity(SPACE), coin(), 20);
        Map<String, String> settings =
                Map.of("solver", "ista", "weight", "1", "iterations", "1", "sigma", "20", "check", "false");
        double once = psnr(coin(), run("pnp-bm3d", settings, problem));
        double alone = psnr(coin(), run("bm3d", Map.of("sigma", "20"), problem));
        assertEquals(alone, once, 0.5);
    }
}
