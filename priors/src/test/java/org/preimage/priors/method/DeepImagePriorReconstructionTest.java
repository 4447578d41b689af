package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Status;

class DeepImagePriorReconstructionTest {
    private static final Space SPACE = Space.image(32, 32, 1);
    private static final Image TRUTH = SheppLogan.modified(32).render(SPACE, 4);

    private static Reconstruction reconstruct(InverseProblem problem, String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("channels", "8", "iterations", "30"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return DeepImagePriorReconstruction.METHOD.with(given).reconstruct(problem);
    }

    private static InverseProblem measured(LinearOperator a, float[] x, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        float[] y = a.apply(x);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sd * random.nextGaussian());
        }
        return new InverseProblem(a, new Image(a.range(), y));
    }

    private static InverseProblem views() {
        return measured(ParallelBeam.halfTurn(SPACE, 47, 1, 12).projector(), TRUTH.data(), 0.2);
    }

    private static double psnr(Reconstruction r) {
        return ImageQuality.psnr(TRUTH, r.image().magnitude(), 1);
    }

    @Test
    void reconstructsFromViewsAndSaysHow() {
        Reconstruction r = reconstruct(views(), "iterations", "300", "channels", "16");
        assertEquals(Status.CONVERGED, r.status());
        assertTrue(psnr(r) > 20, "" + psnr(r));
        assertTrue(r.how().notes().get("weight").startsWith("of total variation alone: chosen"));
        assertTrue(Double.parseDouble(r.how().parameters().get("weight")) > 0);
        assertTrue(r.how().notes().get("agreement with the data").startsWith("|A x - y| is "));
        for (float v : r.image().data()) {
            assertTrue(v >= 0);
        }
    }

    @Test
    void endsAtTheDiscrepancyWithoutTotalVariation() {
        Reconstruction r = reconstruct(
                measured(new Identity(SPACE), TRUTH.data(), 0.1),
                "jitter",
                "0.03",
                "weight",
                "0",
                "iterations",
                "1000",
                "channels",
                "16");
        assertEquals("discrepancy", r.how().parameters().get("stop"));
        assertTrue(r.iterations() < 1000, "it ran all iterations");
        assertTrue(psnr(r) > 21, "" + psnr(r));
    }

    @Test
    void reconstructsComplexImagesFromKSpace() {
        Space complex = SPACE.complex();
        boolean[] kept = new boolean[32 * 32];
        for (int i = 0; i < kept.length; i++) {
            int row = i / 32;
            kept[i] = row % 2 == 0 || row >= 12 && row < 20;
        }
        float[] x = new float[complex.length()];
        for (int i = 0; i < TRUTH.data().length; i++) {
            x[2 * i] = (float) (TRUTH.data()[i] * Math.cos(0.002 * i));
            x[2 * i + 1] = (float) (TRUTH.data()[i] * Math.sin(0.002 * i));
        }
        LinearOperator a = new CartesianMri(
                Sensitivities.uniform(complex), new SamplingMask(SamplingMask.frequencies(complex), kept));
        Reconstruction r = reconstruct(measured(a, x, 0.01), "iterations", "200", "channels", "16");
        assertTrue(psnr(r) > 20, "" + psnr(r));
    }

    /** Weights that have learned to correct such images are as good at once as random ones become slowly. */
    @Test
    void theEducatedStartNeedsFewIterations() {
        SparseViewExperiment experiment = SparseViewExperiment.dival();
        SparseViewExperiment.Sample sample = experiment.ellipses(Split.VALIDATION, 1, 0);
        float[] y = sample.data().clone();
        Vectors.scale(experiment.divisor(), y);
        InverseProblem problem = new InverseProblem(
                experiment.projector(), new Image(experiment.projector().range(), y));
        Image truth = new Image(experiment.projector().domain(), sample.truth());
        double range = ImageQuality.range(truth);
        Reconstruction educated = reconstruct(problem, "start", "auto", "iterations", "4", "rate", "0.001");
        Reconstruction random = reconstruct(problem, "iterations", "20");
        double good = ImageQuality.psnr(truth, educated.image(), range);
        assertTrue(good > 28 && good > ImageQuality.psnr(truth, random.image(), range) + 3, "" + good);
        assertTrue(educated.how().notes().get("start").contains("ellipses"));
    }

    @Test
    void goesOnFromItsFile(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("dip.state");
        InverseProblem problem = views();
        Reconstruction whole = reconstruct(problem);
        Map<String, String> settings = Map.of("channels", "8", "iterations", "30", "state", state.toString());
        Reconstruction stopped = DeepImagePriorReconstruction.METHOD
                .with(settings)
                .reconstruct(problem, p -> !p.stage().equals("deep-image-prior") || p.iteration() < 11);
        assertEquals(Status.CANCELLED, stopped.status());
        assertEquals(11, stopped.iterations());
        Reconstruction rest = DeepImagePriorReconstruction.METHOD.with(settings).reconstruct(problem);
        assertEquals(19, rest.iterations());
        assertArrayEquals(whole.image().data(), rest.image().data());
        byte[] before = Files.readAllBytes(state);
        InverseProblem other = measured((LinearOperator) problem.forward(), TRUTH.data(), 0.3);
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class,
                () -> DeepImagePriorReconstruction.METHOD.with(settings).reconstruct(other));
        assertTrue(e.getMessage().contains("was saved with another array"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(state));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Space volume = Space.volume(4, 4, 4, 1);
        String plane = assertThrows(
                        IllegalArgumentException.class,
                        () -> reconstruct(new InverseProblem(new Identity(volume), new Image(volume, volume.zeros()))))
                .getMessage();
        assertTrue(plane.contains("plane by plane"), plane);
        String unfit = assertThrows(
                        IllegalArgumentException.class, () -> reconstruct(views(), "start", "unet-ellipses"))
                .getMessage();
        assertTrue(unfit.contains("unet-ellipses was trained for"), unfit);
        assertThrows(IllegalArgumentException.class, () -> reconstruct(views(), "start", "auto"));
    }

    @Test
    void dataWithoutASignalGiveAnEmptyImage() {
        InverseProblem views = views();
        Reconstruction r = reconstruct(new InverseProblem(
                views.forward(),
                new Image(views.forward().range(), views.forward().range().zeros())));
        assertArrayEquals(SPACE.zeros(), r.image().data());
    }
}
