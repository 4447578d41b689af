package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/** Total variation against optima that other software found, and against itself run ten times as long. */
class TotalVariationTest {
    private static double objective(LinearOperator a, float[] b, double weight, float[] x) {
        Gradient gradient = new Gradient(a.domain());
        return 0.5 * Vectors.distanceSquared(a.apply(x), b)
                + new GroupL1(gradient.range(), weight).value(gradient.apply(x));
    }

    private static LinearOperator projector(int n, int detectors, int angles) {
        return ParallelBeam.halfTurn(Space.image(n, n, 1), detectors, 1, angles).projector();
    }

    private static float[] shared(String name) throws IOException {
        return Npy.read(SharedData.require("refs/" + name)).data();
    }

    private static void compareWithOptimum(String method, boolean positive, double optimum, String name)
            throws IOException {
        LinearOperator a = projector(64, 91, 20);
        float[] b = shared("ct_tv_sino_20x91_noisy.npy");
        Map<String, String> settings = Map.of(
                "weight", "0.5", "nonNegative", Boolean.toString(positive), "tolerance", "2e-5", "iterations", "3000");
        Reconstruction found =
                Methods.named(Methods.classical(), method).with(settings).reconstruct(problem(a, b));
        float[] x = found.image().data();
        double reached = objective(a, b, 0.5, x);
        assertTrue(reached <= optimum * (1 + 1e-4), "objective " + reached);
        float[] expected = shared(name);
        double rms = Math.sqrt(Vectors.distanceSquared(x, expected) / x.length);
        assertTrue(rms < 5e-3, "image differs by " + rms);
    }

    private static InverseProblem problem(LinearOperator a, float[] b) {
        return new InverseProblem(a, new Image(a.range(), b));
    }

    @Test
    void reachesTheKnownOptimum() throws IOException {
        compareWithOptimum("tv", false, 206.85, "ct_tv_lam0.5_nopos_converged.npy");
        compareWithOptimum("tv-admm", false, 206.85, "ct_tv_lam0.5_nopos_converged.npy");
    }

    @Test
    void reachesTheKnownOptimumWithoutNegativeValues() throws IOException {
        compareWithOptimum("tv", true, 208.3975, "ct_tv_lam0.5_pos_converged.npy");
        compareWithOptimum("tv-admm", true, 208.3975, "ct_tv_lam0.5_pos_converged.npy");
    }

    /** The optimum of another program, without asking for more iterations or a smaller gap than anybody gets. */
    @Test
    void reachesTheKnownOptimumByDefaultStopping() throws IOException {
        LinearOperator a = projector(64, 91, 20);
        float[] b = shared("ct_tv_sino_20x91_noisy.npy");
        for (boolean positive : new boolean[] {false, true}) {
            Map<String, String> settings = Map.of("weight", "0.5", "nonNegative", Boolean.toString(positive));
            Reconstruction found = TotalVariation.METHOD.with(settings).reconstruct(problem(a, b));
            assertEquals(Status.CONVERGED, found.status());
            double optimum = positive ? 208.3975 : 206.8476;
            double reached = objective(a, b, 0.5, found.image().data());
            assertEquals(optimum, reached, optimum * 1e-4);
        }
    }

    @Test
    void denoisesToTheKnownOptimum() throws IOException {
        LinearOperator identity = new Identity(Space.image(64, 64, 1));
        float[] noisy = shared("tv_noisy64.npy");
        float[] x = TotalVariation.METHOD
                .with(Map.of("weight", "0.1", "nonNegative", "false"))
                .reconstruct(problem(identity, noisy))
                .image()
                .data();
        assertEquals(53.072379, objective(identity, noisy, 0.1, x), 53.07 * 1e-4);
        float[] expected = shared("sk_tv_w0.1_converged50000it.npy");
        assertTrue(Math.sqrt(Vectors.distanceSquared(x, expected) / x.length) < 2e-3);
    }

    @Test
    void conjugateGradientsAgreeWithTheReference() throws IOException {
        LinearOperator a = projector(64, 91, 45);
        float[] b = shared("ct_par_linear_fp_45x91.npy");
        Outcome ten = new Runner("cgls", Stopping.at(10, 0))
                .run(new Cgls(a, b), a.domain().zeros());
        float[] expected = shared("ct_par_linear_cgls10_double.npy");
        assertTrue(Vectors.relativeDistance(ten.solution(), expected) < 1e-2);
        assertTrue(Math.sqrt(Vectors.distanceSquared(a.apply(ten.solution()), b)) <= 8.94);
    }

    private static void compareWithLongRun(InverseProblem problem, Image truth) {
        Map<String, String> fixed = Map.of("weight", "1");
        Reconstruction stopped = TotalVariation.METHOD.with(fixed).reconstruct(problem);
        assertEquals(Status.CONVERGED, stopped.status());
        double gap = stopped.history().get(stopped.history().size() - 1).residual();
        assertTrue(gap <= 1e-4, "gap " + gap);
        Reconstruction longer = TotalVariation.METHOD
                .with(Map.of(
                        "weight", "1", "tolerance", "0", "iterations", Integer.toString(10 * stopped.iterations())))
                .reconstruct(problem);
        double difference = ImageQuality.of(truth, stopped.image()).psnr()
                - ImageQuality.of(truth, longer.image()).psnr();
        assertTrue(Math.abs(difference) < 0.01, "PSNR differs by " + difference);
        double objective = stopped.history().get(stopped.history().size() - 1).objective();
        double least = longer.history().get(longer.history().size() - 1).objective();
        assertTrue(objective <= least * (1 + 1e-4), objective + " and " + least);
    }

    @Test
    void stopsNearTheEndOfThirtyViews() {
        Image truth = SheppLogan.modified(128).render(Space.image(128, 128, 1), 4);
        LinearOperator a = projector(128, 183, 30);
        Image data = a.apply(truth);
        new GaussianNoise(0.5)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1),
                        data.data());
        compareWithLongRun(new InverseProblem(a, data), truth);
    }

    @Test
    void stopsNearTheEndOfTheSharedThirtyViews() throws IOException {
        LinearOperator a = projector(256, 363, 30);
        float[] b = shared("bench/tvct_sino_256_30x363.npy");
        Image truth = new Image(a.domain(), shared("bench/sl_256.npy"));
        Reconstruction stopped =
                TotalVariation.METHOD.with(Map.of("weight", "1")).reconstruct(problem(a, b));
        assertEquals(Status.CONVERGED, stopped.status());
        assertTrue(stopped.iterations() <= 800, "iterations " + stopped.iterations());
        // Optimum and image quality after 5000 iterations.
        assertEquals(2307.47, objective(a, b, 1, stopped.image().data()), 2307 * 1e-4);
        assertEquals(34.4286, ImageQuality.of(truth, stopped.image()).psnr(), 0.01);
    }

    /** The best PSNR among weights by factors of 2 around one. */
    private static double best(Method method, InverseProblem problem, Image truth, double weight) {
        double best = 0;
        for (int k = -2; k <= 2; k++) {
            String w = Double.toString(weight * Math.pow(2, k));
            Reconstruction r =
                    method.with(Map.of("weight", w, "tolerance", "1e-3")).reconstruct(problem);
            best = Math.max(best, ImageQuality.of(truth, r.image()).psnr());
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 90})
    void automaticWeightIsWithinADecibelOfTheBest(int views) {
        // Exact line integrals: the grid's error is larger than the noise.
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(64, 64, 1), 93, 1, views);
        Image truth = SheppLogan.modified(64).render(beam.image(), 8);
        Image data = SheppLogan.modified(64).sinogram(beam);
        new GaussianNoise(0.15)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2),
                        data.data());
        InverseProblem problem = new InverseProblem(beam.projector(), data);
        Reconstruction sure = TotalVariation.METHOD.withDefaults().reconstruct(problem);
        double weight = Double.parseDouble(sure.how().parameters().get("weight"));
        double best = best(TotalVariation.METHOD, problem, truth, weight);
        assertEquals("sure", sure.how().parameters().get("rule"));
        assertTrue(
                sure.how().notes().get("weight").contains("degrees of freedom"),
                sure.how().toString());
        requireNear(best, truth, sure);
        for (String rule : new String[] {"discrepancy", "gcv"}) {
            requireNear(
                    best,
                    truth,
                    TotalVariation.METHOD.with(Map.of("rule", rule)).reconstruct(problem));
        }
    }

    private static void requireNear(double best, Image truth, Reconstruction r) {
        double psnr = ImageQuality.of(truth, r.image()).psnr();
        assertTrue(psnr > best - 1, psnr + " dB, but the best weight gives " + best + ": " + r.how());
    }

    @Test
    void automaticWeightBearsWhatNoImageExplains() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(96, 96, 1), 139, 1, 60);
        Projector a = beam.projector();
        Image truth = SheppLogan.modified(96).render(beam.image(), 8);
        Image data = SheppLogan.modified(96).sinogram(beam);
        new GaussianNoise(0.1)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3),
                        data.data());
        // Exact line integrals: the grid's error is three times the noise.
        Reconstruction exact = TotalVariation.METHOD.withDefaults().reconstruct(new InverseProblem(a, data));
        assertTrue(
                ImageQuality.of(truth, exact.image()).psnr() > 26, exact.how().toString());
        // A source whose strength varies from view to view, which belongs to no image.
        for (int i = 0; i < data.data().length; i++) {
            data.data()[i] += 0.5f * (float) Math.sin(i / 139 * 2.3);
        }
        Reconstruction uneven = TotalVariation.METHOD.withDefaults().reconstruct(new InverseProblem(a, data));
        assertTrue(
                ImageQuality.of(truth, uneven.image()).psnr() > 24, uneven.how().toString());
    }

    /** Two channels with the same edges: found together they are closer to the truth, and are what the denoising model says. */
    @Test
    void jointChannelsShareTheirEdges() {
        int n = 24;
        Space plane = Space.image(n, n, 1);
        Space space = plane.with(new Axis(Role.CHANNEL, 2));
        float[] phantom = SheppLogan.modified(n).render(plane, 4).data();
        float[] truth = space.zeros();
        for (int i = 0; i < n * n; i++) {
            truth[i] = phantom[i];
            truth[n * n + i] = 1 - 0.8f * phantom[i];
        }
        Image data = new Image(space, truth.clone());
        new GaussianNoise(0.15)
                .sample(truth, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1), data.data());
        InverseProblem problem = new InverseProblem(new Identity(space), data);
        Map<String, String> settings = Map.of("nonNegative", "false", "tolerance", "1e-6", "weight", "0.12");
        Reconstruction joint = run("tv", with(settings, "channels", "joint"), problem);
        Reconstruction separate = run("tv", settings, problem);
        float[] model = space.zeros();
        new TvNorm(space, 0.12).coupled().prox(data.data(), 1, model);
        assertEquals(0, Vectors.relativeDistance(joint.image().data(), model), 2e-3);
        double best = Double.POSITIVE_INFINITY;
        for (String weight : new String[] {"0.04", "0.06", "0.08", "0.12", "0.16"}) {
            Reconstruction r = run("tv", with(settings, "weight", weight), problem);
            best = Math.min(best, Vectors.relativeDistance(r.image().data(), truth));
        }
        double together = Vectors.relativeDistance(joint.image().data(), truth);
        assertTrue(together < 0.97 * best, together + " jointly, " + best + " separately");
        assertEquals("separate", separate.how().parameters().get("channels"));
        InverseProblem grey = new InverseProblem(new Identity(plane), Image.zeros(plane));
        assertTrue(run("tv", Map.of("channels", "joint"), grey)
                .how()
                .notes()
                .get("channels")
                .contains("CHANNEL"));
        assertThrows(
                IllegalArgumentException.class,
                () -> run("tv", Map.of("channels", "joint", "type", "anisotropic"), problem));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static Reconstruction run(String method, Map<String, String> settings, InverseProblem problem) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }
}
