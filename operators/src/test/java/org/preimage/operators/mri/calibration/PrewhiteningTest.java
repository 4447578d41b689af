package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class PrewhiteningTest {
    private static final int COILS = 4;

    private static Space scan(int samples) {
        return Space.of(new Axis(Role.SAMPLE, samples), new Axis(Role.COIL, COILS))
                .complex();
    }

    /** Noise of which each coil holds a part of the one before, at very different levels. */
    private static Image coloured(int samples, long seed) {
        Image noise = Coils.noise(scan(samples), seed);
        float[] x = noise.data();
        for (int c = COILS - 1; c >= 0; c--) {
            float level = (float) Math.pow(10, c - 1);
            for (int i = 0; i < samples; i++) {
                int at = 2 * (c * samples + i);
                int before = 2 * ((c - 1) * samples + i);
                float re = c == 0 ? 0 : 0.6f * x[before] - 0.3f * x[before + 1];
                float im = c == 0 ? 0 : 0.6f * x[before + 1] + 0.3f * x[before];
                x[at] = level * (x[at] + re);
                x[at + 1] = level * (x[at + 1] + im);
            }
        }
        return noise;
    }

    private static void assertWhite(Image noise, double tolerance) {
        CoilCovariance covariance = CoilCovariance.of(CoilMatrix.samples(noise, 1));
        for (int c = 0; c < COILS; c++) {
            for (int e = 0; e < COILS; e++) {
                assertEquals(c == e ? 1 : 0, covariance.re()[c][e], tolerance, c + ", " + e);
                assertEquals(0, covariance.im()[c][e], tolerance, c + ", " + e);
            }
        }
    }

    @Test
    void noiseHasUnitCovarianceAfterwards() {
        Image noise = coloured(2000, 1);
        Prewhitening whitening = Prewhitening.ofNoise(noise);
        assertWhite(whitening.apply(noise), 1e-5);
        assertWhite(whitening.apply(coloured(20_000, 2)), 0.12);
    }

    @Test
    void aKnownCovariance() {
        double[][] re = {{4, 1}, {1, 9}};
        double[][] im = {{0, -2}, {2, 0}};
        Prewhitening whitening = Prewhitening.ofCovariance(re, im);
        float[] w = whitening.matrix().data();
        // W P W^H = 1.
        for (int r = 0; r < 2; r++) {
            for (int s = 0; s < 2; s++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 2; j++) {
                        double[] p = Coils.outer(w, 2 * r + i, 2 * s + j);
                        sumRe += p[0] * re[i][j] - p[1] * im[i][j];
                        sumIm += p[0] * im[i][j] + p[1] * re[i][j];
                    }
                }
                assertEquals(r == s ? 1 : 0, sumRe, 1e-6);
                assertEquals(0, sumIm, 1e-6);
            }
        }
        assertEquals(0, w[2]);
        assertEquals(0.5, w[0], 1e-7);
    }

    @Test
    void sensitivitiesAreWhitenedAlike() {
        Coils coils = Coils.of(Coils.image(16, 12), COILS, 0);
        Prewhitening whitening = Prewhitening.ofNoise(coloured(500, 5));
        Sensitivities sensitivities = new Sensitivities(coils.maps());
        float[] image = Coils.noise(sensitivities.domain(), 8).data();
        CartesianMri before = CartesianMri.full(sensitivities);
        CartesianMri after = CartesianMri.full(whitening.apply(sensitivities));
        Image expected = whitening.apply(new Image(before.range(), before.apply(image)));
        assertTrue(Vectors.relativeDistance(after.apply(image), expected.data()) < 1e-5);
    }

    @Test
    void badInputIsToldInOneSentence() {
        assertMessage(
                () -> Prewhitening.ofNoise(Coils.noise(scan(39), 1)), "39 samples in each coil, but 4 coils need");
        assertMessage(() -> Prewhitening.ofNoise(Image.zeros(scan(100))), "must be positive");
        Image dead = Coils.noise(scan(100), 1);
        Arrays.fill(dead.data(), 0, 200, 0);
        assertMessage(() -> Prewhitening.ofNoise(dead), "a coil may be without noise or twice there");
        Image twice = Coils.noise(scan(100), 1);
        System.arraycopy(twice.data(), 0, twice.data(), 200, 200);
        assertMessage(() -> Prewhitening.ofNoise(twice), "a coil may be without noise or twice there");
        assertMessage(
                () -> Prewhitening.ofNoise(Coils.noise(Space.vector(100), 1)), "the noise scan is 100 SAMPLE complex");
        assertMessage(
                () -> Prewhitening.ofCovariance(new double[][] {{1, 2}, {2, 1}}, new double[2][2]), "must be positive");
        assertMessage(
                () -> Prewhitening.ofCovariance(new double[][] {{1, 2}, {0, 1}}, new double[2][2]),
                "must be Hermitian");
    }

    private static void assertMessage(Executable work, String part) {
        String message = assertThrows(IllegalArgumentException.class, work).getMessage();
        assertTrue(message.contains(part), message);
    }
}
