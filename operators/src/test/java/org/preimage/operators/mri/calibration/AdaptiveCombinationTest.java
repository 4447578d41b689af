package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class AdaptiveCombinationTest {
    private static final Coils COILS = Coils.of(Coils.image(70, 51), 5, 0.002);

    @Test
    void findsTheSensitivitiesWhereThereIsSignal() {
        Image full = AdaptiveCombination.STANDARD.estimate(COILS.kspace()).maps();
        Image fast = AdaptiveCombination.STANDARD
                .estimate(Coils.undersampled(COILS.kspace(), 3, 24))
                .maps();
        assertTrue(COILS.quantile(full, 0.95) < 0.08, "95 % below " + COILS.quantile(full, 0.95));
        assertTrue(COILS.quantile(full, 0.5) < 0.03, "50 % below " + COILS.quantile(full, 0.5));
        assertTrue(COILS.quantile(fast, 0.95) < 0.15, "95 % below " + COILS.quantile(fast, 0.95));
        assertTrue(COILS.quantile(fast, 0.5) < 0.04, "50 % below " + COILS.quantile(fast, 0.5));
    }

    @Test
    void mapsHaveNormOneEverywhere() {
        Image maps = AdaptiveCombination.STANDARD.estimate(COILS.kspace()).maps();
        for (int i = 0; i < COILS.object().length; i++) {
            assertEquals(1, Coils.normSquared(maps, i), 1e-5);
        }
    }

    /** Both have the same virtual coil as their phase, if they see the same block. */
    @Test
    void phaseIsThatOfEspirit() {
        Image maps = new AdaptiveCombination(5, 24).estimate(COILS.kspace()).maps();
        Image other = Espirit.STANDARD.estimate(COILS.kspace()).sensitivities().maps();
        int n = COILS.object().length;
        for (int c = 0; c < 5; c++) {
            int at = 2 * (c * n + 25 * 70 + 35);
            assertEquals(other.data()[at], maps.data()[at], 0.02);
            assertEquals(other.data()[at + 1], maps.data()[at + 1], 0.02);
        }
    }

    @Test
    void threeDimensions() {
        Coils coils = Coils.of(Coils.image(24, 18, 21), 3, 0.002);
        Image maps = new AdaptiveCombination(3, 16).estimate(coils.kspace()).maps();
        assertTrue(maps.space().sameShape(coils.maps().space()));
        assertTrue(coils.quantile(maps, 0.8) < 0.1, "80 % below " + coils.quantile(maps, 0.8));
    }

    @Test
    void threadsDoNotMatter() {
        float[][] maps = new float[2][];
        Parallel.withThreads(
                1,
                () -> maps[0] = AdaptiveCombination.STANDARD
                        .estimate(COILS.kspace())
                        .maps()
                        .data());
        Parallel.withThreads(
                3,
                () -> maps[1] = AdaptiveCombination.STANDARD
                        .estimate(COILS.kspace())
                        .maps()
                        .data());
        assertArrayEquals(maps[0], maps[1]);
    }

    private static void compareCovariance(int[] sizes, int window, int[] pixel) {
        int coils = 3;
        int n = sizes[0] * sizes[1] * sizes[2];
        float[] x = Coils.noise(Space.vector(n * coils), 9).data();
        PixelMatrices pixels = new PixelMatrices(coils);
        LocalCovariance covariance = new LocalCovariance(x, sizes, coils, window);
        covariance.go(0);
        covariance.go(pixel[2] * sizes[1] + pixel[1]);
        int from = pixel[0] / PixelMatrices.LANES * PixelMatrices.LANES;
        covariance.matrices(from, pixels);
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < n; i++) {
                    boolean inside = Math.abs(i % sizes[0] - pixel[0]) <= window / 2
                            && Math.abs(i / sizes[0] % sizes[1] - pixel[1]) <= window / 2
                            && Math.abs(i / (sizes[0] * sizes[1]) - pixel[2]) <= window / 2;
                    double[] p = inside ? Coils.outer(x, c * n + i, e * n + i) : new double[2];
                    re += p[0];
                    im += p[1];
                }
                int p = SignalSpace.pair(c, e, coils);
                assertEquals(re, pixels.gr[p][pixel[0] - from], 1e-4);
                assertEquals(im, pixels.gi[p][pixel[0] - from], 1e-4);
            }
        }
    }

    @Test
    void covarianceIsThatOfTheWindow() {
        compareCovariance(new int[] {80, 7, 1}, 5, new int[] {70, 3, 0});
        compareCovariance(new int[] {80, 7, 1}, 5, new int[] {79, 0, 0});
        compareCovariance(new int[] {9, 7, 6}, 3, new int[] {0, 6, 3});
    }

    @Test
    void badInputIsToldInOneSentence() {
        AdaptiveCombination standard = AdaptiveCombination.STANDARD;
        assertMessage(() -> standard.estimate(Image.zeros(COILS.kspace().space())), "zero everywhere");
        assertMessage(() -> standard.estimate(Coils.undersampled(COILS.kspace(), 5, 2)), "needs at least 4 samples");
        assertMessage(() -> standard.estimate(COILS.images()), "must be complex with axes KX, KY, [KZ,] COIL");
        assertMessage(
                () -> standard.estimate(COILS.kspace(), SamplingMask.full(Coils.image(7, 51))),
                "the sampling mask is 7 KX");
        assertMessage(() -> new AdaptiveCombination(4, 24), "must be odd");
        assertMessage(() -> new AdaptiveCombination(5, 3), "at least 4");
    }

    private static void assertMessage(Executable work, String part) {
        String message = assertThrows(IllegalArgumentException.class, work).getMessage();
        assertTrue(message.contains(part), message);
    }
}
