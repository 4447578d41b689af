package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.PatchMixtureTraining;
import org.preimage.priors.training.PlainDescent;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.training.Slices;
import org.preimage.priors.training.Training;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/** Patches of a larger phantom help to reconstruct a smaller one, whatever measures it. */
class PatchPriorReconstructionTest {
    private static final Space SPACE = Space.image(32, 32, 1);
    private static final Image TRUTH = SheppLogan.modified(32).render(SPACE, 4);

    @TempDir
    private static Path folder;

    private static String card;

    @BeforeAll
    static void learn() throws IOException {
        PatchMixture model = new PatchMixture(4, 6);
        Slices slices = new Slices(
                40,
                40,
                List.of(SheppLogan.modified(40)
                        .render(Space.image(40, 40, 1), 4)
                        .data()),
                List.of("phantom"));
        Training training = new Training(
                new PatchMixtureTraining(model, List.of(slices), List.of(slices), 0.02, 1),
                new PlainDescent(),
                Schedule.constant(0.3),
                30,
                800,
                Double.POSITIVE_INFINITY,
                0,
                30,
                0,
                1,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
        Training.State s = training.start(training.initial());
        while (!training.finished(s)) {
            training.step(s);
        }
        Card facts = new Card(
                Card.FORMAT,
                "phantom-patches",
                "",
                model,
                new Card.Fit(Bundle.IMAGES, null, null),
                null,
                new Card.Origin("", "", 1, 30, "", "", ""),
                Map.of(),
                "",
                "");
        Path file = folder.resolve("phantom-patches.json");
        new Bundle(facts, new Weights(model.layout(), training.solution(s))).write(file);
        card = file.toString();
    }

    private static Reconstruction reconstruct(LinearOperator a, float[] x, double sd, Listener... listeners) {
        RandomGenerator random = GradientCheck.random(3);
        float[] y = a.apply(x);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sd * random.nextGaussian());
        }
        return PatchPriorReconstruction.METHOD
                .with(Map.of("bundle", card))
                .reconstruct(new InverseProblem(a, new Image(a.range(), y)), listeners);
    }

    private static double psnr(Reconstruction r) {
        return ImageQuality.psnr(TRUTH, r.image().magnitude(), 1);
    }

    /** Noise of a tenth is a PSNR of 20 dB. */
    @Test
    void removesNoise() {
        double psnr = psnr(reconstruct(new Identity(SPACE), TRUTH.data(), 0.1));
        assertTrue(psnr > 23, "" + psnr);
    }

    @Test
    void reconstructsFromViews() {
        double psnr = psnr(reconstruct(ParallelBeam.halfTurn(SPACE, 47, 1, 30).projector(), TRUTH.data(), 0.2));
        assertTrue(psnr > 23, "" + psnr);
    }

    @Test
    void sharpens() {
        Image psf = new Image(Space.image(3, 3, 1), new float[] {1, 2, 1, 2, 4, 2, 1, 2, 1});
        for (int i = 0; i < 9; i++) {
            psf.data()[i] /= 16;
        }
        Blur blur = new Blur(SPACE, psf, Boundary.REFLECTING);
        double blurred = ImageQuality.psnr(TRUTH, new Image(SPACE, blur.apply(TRUTH.data())), 1);
        double psnr = psnr(reconstruct(blur, TRUTH.data(), 0.02));
        assertTrue(psnr > blurred + 1.5, psnr + " after " + blurred);
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
        Image zeroFilled = new Image(complex, a.adjoint(a.apply(x)));
        double before = ImageQuality.psnr(TRUTH, zeroFilled.magnitude(), 1);
        double psnr = psnr(reconstruct(a, x, 0.01));
        assertTrue(psnr > before, psnr + " after " + before);
    }

    @Test
    void cancelsWithinAnIterationAndKeepsMemoryFlat() {
        int live = Torch.liveArrays();
        Reconstruction r = reconstruct(
                new Identity(SPACE), TRUTH.data(), 0.1, p -> !p.stage().equals("epll") || p.iteration() < 2);
        assertEquals(Status.CANCELLED, r.status());
        assertEquals(2, r.iterations());
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        LinearOperator a = ParallelBeam.halfTurn(SPACE, 47, 1, 30).projector();
        InverseProblem problem = new InverseProblem(a, new Image(a.range(), a.apply(TRUTH.data())));
        Reconstruction whole =
                PatchPriorReconstruction.METHOD.with(Map.of("bundle", card)).reconstruct(problem);
        Map<String, String> saving =
                Map.of("bundle", card, "state", folder.resolve("epll.state").toString());
        Reconstruction part = PatchPriorReconstruction.METHOD
                .with(saving)
                .reconstruct(problem, p -> !p.stage().equals("epll") || p.iteration() < 3);
        assertEquals(Status.CANCELLED, part.status());
        Reconstruction rest = PatchPriorReconstruction.METHOD.with(saving).reconstruct(problem);
        assertEquals(whole.iterations() - 3, rest.iterations());
        assertArrayEquals(whole.image().data(), rest.image().data());
        Reconstruction again = PatchPriorReconstruction.METHOD.with(saving).reconstruct(problem);
        assertEquals(0, again.iterations());
        Image other = new Image(a.range(), problem.data().data().clone());
        other.data()[20] += 0.5f;
        Reconstructor saved = PatchPriorReconstruction.METHOD.with(Map.of(
                "bundle",
                card,
                "sigma",
                whole.how().parameters().get("sigma"),
                "weight",
                whole.how().parameters().get("weight"),
                "state",
                folder.resolve("epll.state").toString()));
        assertThrows(UncheckedIOException.class, () -> saved.reconstruct(new InverseProblem(a, other)));
        assertArrayEquals(whole.image().data(), again.image().data());
    }

    @Test
    void refusesBundlesThatDoNotFit() {
        InverseProblem problem = new InverseProblem(new Identity(SPACE), TRUTH);
        String kind = assertThrows(IllegalArgumentException.class, () -> PatchPriorReconstruction.METHOD
                        .with(Map.of("bundle", "vae-digits"))
                        .reconstruct(problem))
                .getMessage();
        assertTrue(kind.startsWith("the model vae-digits is no epll, but a VariationalAutoencoder"), kind);
    }
}
