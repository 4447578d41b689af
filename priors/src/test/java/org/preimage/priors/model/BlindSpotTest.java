package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

class BlindSpotTest {
    private static final Space PLANE = Space.image(9, 8, 1);
    private static final BlindSpot MODEL = new BlindSpot(UNet.of(4, 6), 3);

    private static final Weights WEIGHTS = weights();

    /** A network that corrects begins with no correction: here all weights are random. */
    private static Weights weights() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values =
                Weights.initial(MODEL.layout(), GradientCheck.random(1)).values();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.1 * random.nextGaussian());
        }
        return new Weights(MODEL.layout(), values);
    }

    private static float[] denoised(float[] image) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, WEIGHTS);
            Physics physics = Physics.of(List.of(new Identity(PLANE)));
            return Samples.arrays(
                            MODEL.reconstruct(tape, physics, tape.constant(Samples.tensor(image, PLANE)))
                                    .value(),
                            PLANE)
                    .get(0);
        }
    }

    private static float[] image() {
        SplittableRandom random = new SplittableRandom(1);
        float[] image = new float[PLANE.length()];
        for (int i = 0; i < image.length; i++) {
            image[i] = 5 + (float) random.nextDouble();
        }
        // The range stays when a value changes.
        image[0] = 0;
        image[71] = 10;
        image[70] = 10;
        image[1] = 0;
        return image;
    }

    @Test
    void noPixelSeesItself() {
        float[] x = denoised(image());
        for (int i : new int[] {30, 40, 41, 50}) {
            float[] other = image();
            other[i] += 0.5f;
            float[] y = denoised(other);
            assertEquals(x[i], y[i], 1e-5, "pixel " + i);
            assertNotEquals(x[i + 1], y[i + 1], 1e-4, "but its neighbours do");
        }
    }

    @Test
    void imagesMayHaveAnyUnit() {
        float[] x = denoised(image());
        float[] scaled = image();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = 7 * scaled[i] - 300;
        }
        float[] y = denoised(scaled);
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = 7 * x[i] - 300;
        }
        assertArrayEquals(expected, y, 1e-2f);
        float[] flat = new float[PLANE.length()];
        for (float v : denoised(flat)) {
            assertTrue(Float.isFinite(v));
        }
    }

    /** The loss of each part is the mean square of what the denoiser changes there. */
    @Test
    void theLossIsThatOfTheDenoiser() {
        float[] image = image();
        float[] range = BlindSpot.range(image);
        float[] unit = new float[image.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (image[i] - range[0]) / range[1];
        }
        float[] x = denoised(image);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, WEIGHTS);
            Tensor y = Tensor.of(unit, 1, 1, 8, 9);
            for (int part = 0; part < MODEL.parts(); part++) {
                double sum = 0;
                int count = 0;
                for (int i = 0; i < image.length; i++) {
                    if (i % 9 % 3 == part % 3 && i / 9 % 3 == part / 3) {
                        sum += Math.pow((x[i] - image[i]) / range[1], 2);
                        count++;
                    }
                }
                assertEquals(sum / count, MODEL.loss(tape, y, part).value().toDouble(), 1e-5);
            }
        }
    }

    @Test
    void refusesWhatIsNoPlane() {
        assertThrows(IllegalArgumentException.class, () -> new BlindSpot(UNet.of(4, 6), 1));
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.evaluating(scope, WEIGHTS);
            Space complex = PLANE.complex();
            Physics physics = Physics.of(List.of(new Identity(complex)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> MODEL.reconstruct(tape, physics, tape.constant(Samples.tensor(complex.zeros(), complex))));
        }
    }
}
