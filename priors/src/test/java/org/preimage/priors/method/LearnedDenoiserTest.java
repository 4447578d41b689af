package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Denoising;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.weights.Weights;

class LearnedDenoiserTest {
    private static final Bundle BUNDLE = bundle(new Denoising(new DnCnn(1, 1, 3, 6), 0.2));

    private static Bundle bundle(Model model) {
        Card card = new Card(
                Card.FORMAT,
                "test",
                "A test.",
                model,
                new Card.Fit(Bundle.IDENTITY, null, null),
                new Card.Noise("", 0, 0.2),
                new Card.Origin("", "", 1, 0, "", "", ""),
                Map.of(),
                "BSD-2-Clause",
                "");
        return new Bundle(card, Weights.initial(model.layout(), GradientCheck.random(1)));
    }

    private static float[] denoised(Space space, float[] x, double sigma) {
        float[] out = new float[x.length];
        new LearnedDenoiser(space, BUNDLE, ComputeDevice.CPU).denoise(x, sigma, out);
        return out;
    }

    private static float[] affine(float[] x, double a, double b) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) (a * x[i] + b);
        }
        return out;
    }

    /** Also where sigma is beyond what the network was made for. */
    @Test
    void unitAndOffsetDoNotMatter() {
        Space space = Space.image(9, 7, 1);
        float[] x = GradientCheck.normal(63, 2);
        for (double sigma : new double[] {0.1, 5}) {
            float[] expected = affine(denoised(space, x, sigma), 40, -7);
            assertArrayEquals(expected, denoised(space, affine(x, 40, -7), 40 * sigma), 2e-3f);
        }
    }

    @Test
    void planesAndPartsAreDenoisedEachForItself() {
        Space plane = Space.image(8, 6, 1);
        float[] x = GradientCheck.normal(48, 3);
        float[] single = denoised(plane, x, 0.1);
        float[] volume = new float[96];
        float[] complex = new float[96];
        for (int i = 0; i < 48; i++) {
            volume[i] = x[i];
            volume[48 + i] = x[i];
            complex[2 * i] = x[i];
            complex[2 * i + 1] = x[i];
        }
        float[] volumes = denoised(Space.volume(8, 6, 2, 1), volume, 0.1);
        float[] complexes = denoised(plane.complex(), complex, 0.1);
        for (int i = 0; i < 48; i++) {
            assertEquals(volumes[i], volumes[48 + i]);
            assertEquals(complexes[2 * i], complexes[2 * i + 1]);
            assertEquals(single[i], complexes[2 * i], 0.2);
        }
    }

    @Test
    void otherModelsAreRefused() {
        Bundle other = bundle(new PostProcessing(new DnCnn(1, 0, 3, 4)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LearnedDenoiser(Space.image(4, 4, 1), other, ComputeDevice.CPU));
        assertThrows(IllegalArgumentException.class, () -> denoised(Space.image(4, 4, 1), new float[16], 0));
    }
}
