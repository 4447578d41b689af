package org.preimage.priors.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.model.PatchScores;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;

/** Scores and Wiener filters against formulas, on mixtures that are given. */
class PatchMixtureTest {
    private static final PatchMixture MODEL = new PatchMixture(2, 2);

    /** A steep and a flat component with shares of 1 to 3, without mean values. */
    private static Weights weights() {
        float[] moments = new float[32];
        double[] variances = {0.2, 0.01};
        float[] masses = {0.25f, 0.75f};
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    moments[16 * k + 4 * i + j] = (float) (masses[k] * variances[k] * ((i == j ? 1 : 0) - 0.25));
                }
            }
        }
        return MODEL.weights(masses, moments);
    }

    private static Bundle bundle() {
        Card card = new Card(
                Card.FORMAT,
                "two",
                "",
                MODEL,
                new Card.Fit(Bundle.IMAGES, null, null),
                null,
                new Card.Origin("", "", 1, 0, "", "", ""),
                Map.of(),
                "",
                "");
        return new Bundle(card, weights());
    }

    @Test
    void scoresAreTheLogarithmsOfGaussians() {
        float[] patch = {0.5f, -0.1f, -0.3f, -0.1f};
        double s = 0.04;
        double squared = 0.36;
        double[] variances = {0.2, 0.01};
        double[] shares = {0.25, 0.75};
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            float[][] scores = new PatchScores(MODEL, weights(), s).of(scope.tensor(patch, 4, 1));
            for (int k = 0; k < 2; k++) {
                // Three axes have the variance v + s, that of the mean s alone.
                double expected = Math.log(shares[k])
                        - 2 * Math.log(2 * Math.PI)
                        - 1.5 * Math.log(variances[k] + s)
                        - 0.5 * Math.log(s)
                        - 0.5 * squared / (variances[k] + s);
                assertEquals(expected, scores[k][0], 1e-4);
            }
        }
    }

    /** A patch that only the steep component explains shrinks by its Wiener factor about its mean. */
    @Test
    void thePatchesShrinkAsTheirComponentSays() {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            PatchScores scores = new PatchScores(MODEL, weights(), 0.04);
            float[] patch = {0.9f, -0.3f, -0.3f, -0.3f};
            int[] best = PatchScores.likeliest(scores.of(scope.tensor(patch, 4, 1)));
            assertEquals(0, best[0]);
            float[] clean = scores.filtered(0, scope.tensor(patch, 4, 1)).toFloats();
            for (int i = 0; i < 4; i++) {
                assertEquals(patch[i] * 0.2 / 0.24, clean[i], 1e-5);
            }
        }
    }

    @Test
    void meanValuesStayAndNoiseShrinks() {
        Space space = Space.image(9, 7, 1);
        float[] noisy = GradientCheck.normal(space.length(), 4);
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = 50 + noisy[i];
        }
        float[] out = space.zeros();
        int live = Torch.liveArrays();
        PatchDenoiser denoiser = new PatchDenoiser(space, bundle(), ComputeDevice.CPU);
        denoiser.denoise(noisy, 3, out);
        assertEquals(live, Torch.liveArrays());
        double before = 0;
        double after = 0;
        for (int i = 0; i < out.length; i++) {
            before += Math.pow(noisy[i] - 50, 2);
            after += Math.pow(out[i] - 50, 2);
        }
        assertTrue(after < 0.6 * before, after + " after " + before);
        float[] constant = space.zeros();
        Arrays.fill(constant, 3);
        denoiser.denoise(constant, 1, out);
        assertArrayEquals(constant, out, 1e-5f);
    }

    /** Of complex images each part. */
    @Test
    void partsOfComplexImagesGoEachForItself() {
        Space space = Space.image(8, 8, 1);
        float[] re = GradientCheck.normal(64, 5);
        float[] both = new float[128];
        for (int i = 0; i < 64; i++) {
            both[2 * i] = re[i];
            both[2 * i + 1] = re[i];
        }
        float[] one = space.zeros();
        float[] two = space.complex().zeros();
        new PatchDenoiser(space, bundle(), ComputeDevice.CPU).denoise(re, 0.5, one);
        new PatchDenoiser(space.complex(), bundle(), ComputeDevice.CPU).denoise(both, 0.5, two);
        for (int i = 0; i < 64; i++) {
            assertEquals(two[2 * i], two[2 * i + 1]);
            assertEquals(one[i], two[2 * i], 0.02);
        }
    }

    @Test
    void refusesImagesSmallerThanPatches() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new PatchDenoiser(Space.image(8, 1, 1), bundle(), ComputeDevice.CPU))
                .getMessage();
        assertTrue(message.contains("at least 2 pixels"), message);
    }
}
