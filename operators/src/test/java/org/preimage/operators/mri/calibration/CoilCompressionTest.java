package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class CoilCompressionTest {
    private static final int COILS = 6;

    /** Mixtures of three sources, in coils that stand between two other axes. */
    private static Image mixed(double noise) {
        Space space = Space.of(new Axis(Role.SAMPLE, 10), new Axis(Role.COIL, COILS), new Axis(Role.SHOT, 30))
                .complex();
        Image sources = Coils.noise(Space.of(new Axis(Role.SAMPLE, 300 * 3)), 3);
        Image mixing = Coils.noise(Space.of(new Axis(Role.SAMPLE, COILS * 3)), 4);
        Image data = Image.zeros(space);
        RandomGenerator random = Coils.random(5);
        for (int i = 0; i < 300; i++) {
            for (int c = 0; c < COILS; c++) {
                int at = 2 * ((i / 10 * COILS + c) * 10 + i % 10);
                for (int s = 0; s < 3; s++) {
                    int a = 2 * (3 * c + s);
                    int b = 2 * (3 * i + s);
                    data.data()[at] +=
                            mixing.data()[a] * sources.data()[b] - mixing.data()[a + 1] * sources.data()[b + 1];
                    data.data()[at + 1] +=
                            mixing.data()[a] * sources.data()[b + 1] + mixing.data()[a + 1] * sources.data()[b];
                }
                data.data()[at] += (float) (noise * random.nextGaussian());
                data.data()[at + 1] += (float) (noise * random.nextGaussian());
            }
        }
        return data;
    }

    @Test
    void threeSourcesNeedThreeCoils() {
        Image data = mixed(0);
        CoilCompression three = CoilCompression.keeping(data, 0.99999);
        assertEquals(3, three.virtualCoils());
        assertEquals(COILS, three.coils());
        Image out = three.apply(data);
        assertEquals(
                Space.of(new Axis(Role.SAMPLE, 10), new Axis(Role.COIL, 3), new Axis(Role.SHOT, 30))
                        .complex(),
                out.space());
        assertEquals(Vectors.norm(data.data()), Vectors.norm(out.data()), 1e-5 * Vectors.norm(data.data()));
    }

    @Test
    void energyIsWhatTheVirtualCoilsHold() {
        Image data = mixed(0.5);
        double last = 0;
        for (int v = 1; v <= COILS; v++) {
            CoilCompression compression = CoilCompression.of(data, v);
            double held = Vectors.normSquared(compression.apply(data).data()) / Vectors.normSquared(data.data());
            assertEquals(held, compression.energy(), 1e-6);
            assertTrue(compression.energy() > last);
            if (v > 1) {
                assertEquals(v, CoilCompression.keeping(data, (last + held) / 2).virtualCoils());
            }
            last = held;
        }
        assertEquals(1, last, 1e-6);
    }

    @Test
    void combinationsAreOrthonormal() {
        Image matrix = CoilCompression.of(mixed(0.5), 4).matrix();
        for (int v = 0; v < 4; v++) {
            for (int w = 0; w < 4; w++) {
                double re = 0;
                double im = 0;
                for (int c = 0; c < COILS; c++) {
                    double[] p = Coils.outer(matrix.data(), v * COILS + c, w * COILS + c);
                    re += p[0];
                    im += p[1];
                }
                assertEquals(v == w ? 1 : 0, re, 1e-6);
                assertEquals(0, im, 1e-6);
            }
        }
    }

    /** Compressed coils measure what the operator with compressed sensitivities says. */
    @Test
    void sensitivitiesAreCompressedAlike() {
        Coils coils = Coils.of(Coils.image(16, 12), 5, 0);
        CoilCompression compression = CoilCompression.of(coils.kspace(), 3);
        Sensitivities sensitivities = new Sensitivities(coils.maps());
        float[] image = Coils.noise(sensitivities.domain(), 8).data();
        CartesianMri all = CartesianMri.full(sensitivities);
        CartesianMri few = CartesianMri.full(compression.apply(sensitivities));
        Image expected = compression.apply(new Image(all.range(), all.apply(image)));
        assertTrue(Vectors.relativeDistance(few.apply(image), expected.data()) < 1e-5);
    }

    @Test
    void badInputIsToldInOneSentence() {
        Image data = mixed(0.1);
        assertMessage(() -> CoilCompression.of(data, 7), "at most that of coils, 6");
        assertMessage(() -> CoilCompression.of(data, 0), "at least 1");
        assertMessage(() -> CoilCompression.keeping(data, 1.1), "at most 1");
        assertMessage(() -> CoilCompression.keeping(Image.zeros(data.space()), 0.9), "zero everywhere");
        assertMessage(() -> CoilCompression.of(Coils.noise(Space.vector(8), 1), 1), "must be complex with a coil axis");
        Image five = Image.zeros(Space.of(new Axis(Role.COIL, 5)).complex());
        assertMessage(() -> CoilCompression.of(data, 2).apply(five), "have 5 coils, but 6 are needed");
    }

    private static void assertMessage(Executable work, String part) {
        String message = assertThrows(IllegalArgumentException.class, work).getMessage();
        assertTrue(message.contains(part), message);
    }
}
