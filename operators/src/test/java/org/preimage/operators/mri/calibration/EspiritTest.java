package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class EspiritTest {
    private static final Coils COILS = Coils.of(Coils.image(70, 51), 5, 0.002);

    @Test
    void findsTheSensitivitiesWhereThereIsSignal() {
        Espirit.Result result = Espirit.STANDARD.estimate(Coils.undersampled(COILS.kspace(), 3, 20));
        assertEquals(List.of(24, 20), result.block());
        Image maps = result.sensitivities().maps();
        assertTrue(maps.space().sameShape(COILS.maps().space()));
        for (int a = 0; a < 3; a++) {
            assertEquals(
                    COILS.maps().space().axes().get(a).role(),
                    maps.space().axes().get(a).role());
            assertEquals(COILS.maps().space().spacing(a), maps.space().spacing(a), 1e-12);
        }
        assertTrue(COILS.quantile(maps, 0.95) < 0.02, "95 % below " + COILS.quantile(maps, 0.95));
        assertTrue(COILS.quantile(maps, 0.5) < 0.01, "50 % below " + COILS.quantile(maps, 0.5));
    }

    @Test
    void mapsHaveNormOneOnTheObjectAndAreZeroFarFromIt() {
        Espirit.Result result = Espirit.STANDARD.estimate(COILS.kspace());
        Image maps = result.sensitivities().maps();
        int outside = 0;
        for (int i = 0; i < COILS.object().length; i++) {
            double norm = Coils.normSquared(maps, i);
            double eigenvalue = result.eigenvalues().data()[i];
            assertTrue(eigenvalue > -1e-4 && eigenvalue < 1 + 1e-4, "eigenvalue " + eigenvalue);
            assertEquals(eigenvalue >= 0.8 ? 1 : 0, norm, 1e-5);
            assertTrue(COILS.object()[i] == 0 || norm > 0, "no map on the object at pixel " + i);
            outside += norm == 0 ? 1 : 0;
        }
        assertTrue(outside > 0.15 * COILS.object().length, outside + " pixels without map");
        assertEquals(0, Coils.normSquared(maps, 0));
    }

    @Test
    void noiseMakesMapsWorseButNotWrong() {
        double quiet = COILS.quantile(
                Espirit.STANDARD.estimate(COILS.kspace()).sensitivities().maps(), 0.9);
        Coils loud = Coils.of(Coils.image(70, 51), 5, 0.05);
        double noisy = loud.quantile(
                Espirit.STANDARD.estimate(loud.kspace()).sensitivities().maps(), 0.9);
        assertTrue(noisy < 0.1 && quiet < 0.02 && quiet < noisy, quiet + ", with noise " + noisy);
    }

    @Test
    void theVirtualCoilIsRealAndPositive() {
        Espirit espirit = Espirit.STANDARD.withCrop(0);
        Image maps = espirit.estimate(COILS.kspace()).sensitivities().maps();
        CartesianData data = CartesianData.of(COILS.kspace());
        CoilCovariance covariance = CoilCovariance.of(data.samples(data.block(24)));
        double[] re = covariance.principal().re()[0];
        double[] im = covariance.principal().im()[0];
        int n = COILS.object().length;
        for (int i = 0; i < n; i++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int c = 0; c < 5; c++) {
                float a = maps.data()[2 * (c * n + i)];
                float b = maps.data()[2 * (c * n + i) + 1];
                sumRe += re[c] * a + im[c] * b;
                sumIm += re[c] * b - im[c] * a;
            }
            assertEquals(0, sumIm, 1e-5);
            assertTrue(sumRe >= 0);
        }
        int largest = 0;
        for (int c = 0; c < 5; c++) {
            largest = Math.hypot(re[c], im[c]) > Math.hypot(re[largest], im[largest]) ? c : largest;
        }
        assertEquals(0, im[largest], 1e-15);
        assertTrue(re[largest] > 0);
    }

    /** The object is wider than the field of view: pixels of its left and right edge see two places at once. */
    @Test
    void twoMapsExplainAFoldedObject() {
        int n = 64;
        int fold = 40;
        int coils = 6;
        Coils wide = Coils.of(Coils.image(n, 40), coils, 0);
        Space narrow = Sensitivities.space(Coils.image(fold, 40), coils);
        Image folded = Image.zeros(narrow);
        boolean[] twice = new boolean[fold * 40];
        for (int i = 0; i < n * 40; i++) {
            int x = Math.floorMod(i % n - n / 2 + fold / 2, fold);
            boolean inside = i % n - n / 2 + fold / 2 == x;
            if (wide.object()[i] != 0 && !inside) {
                twice[i / n * fold + x] = wide.object()[i / n * n + x - fold / 2 + n / 2] != 0;
            }
            for (int c = 0; c < 2 * coils; c++) {
                int at = 2 * (c / 2 * fold * 40 + i / n * fold + x) + c % 2;
                folded.data()[at] += wide.images().data()[2 * (c / 2 * n * 40 + i) + c % 2];
            }
        }
        FourierTransform fourier = FourierTransform.spatial(narrow);
        Image kspace = new Image(fourier.range(), fourier.apply(folded.data()));
        Espirit.Result one = Espirit.STANDARD.estimate(kspace);
        Espirit.Result two = Espirit.STANDARD.withMaps(2, false).estimate(kspace);
        assertEquals(Role.MAP, two.sensitivities().maps().space().axes().get(3).role());
        assertEquals(Role.MAP, two.eigenvalues().space().axes().get(2).role());
        double single = misfit(one.sensitivities(), folded, twice);
        double both = misfit(two.sensitivities(), folded, twice);
        assertTrue(single > 0.1, "one map leaves " + single);
        assertTrue(both < 0.02, "two maps leave " + both);
        for (int i = 0; i < twice.length; i++) {
            assertTrue(
                    !twice[i] || two.eigenvalues().data()[twice.length + i] > 0.9,
                    "second eigenvalue " + two.eigenvalues().data()[twice.length + i]);
        }
        int middle = 20 * fold + fold / 2;
        assertTrue(two.eigenvalues().data()[twice.length + middle] < 0.5);

        Espirit.Result soft = Espirit.STANDARD.withMaps(2, true).estimate(kspace);
        for (int i = 0; i < 2 * twice.length; i++) {
            float[] s = soft.sensitivities().maps().data();
            float[] hard = two.sensitivities().maps().data();
            double w = Math.min(1, Math.max(0, (two.eigenvalues().data()[i] - 0.8) / 0.2));
            for (int c = 0; c < coils; c++) {
                int at = 2 * ((i / twice.length * coils + c) * twice.length + i % twice.length);
                assertEquals(hard[at] * (1 - Math.cos(Math.PI * w)) / 2, s[at], 1e-5);
            }
        }
    }

    /** What the best combination of maps leaves of the images at some pixels, relative. The maps are orthonormal. */
    private static double misfit(Sensitivities s, Image images, boolean[] where) {
        float[] explained = s.apply(s.adjoint(images.data()));
        double sum = 0;
        double all = 0;
        for (int i = 0; i < explained.length; i++) {
            if (where[i / 2 % where.length]) {
                sum += Math.pow(explained[i] - images.data()[i], 2);
                all += Math.pow(images.data()[i], 2);
            }
        }
        return Math.sqrt(sum / all);
    }

    @Test
    void threeDimensions() {
        Coils coils = Coils.of(Coils.image(24, 18, 21), 3, 0.002);
        Espirit.Result result =
                Espirit.STANDARD.withKernel(4).withCalibration(12).estimate(coils.kspace());
        assertEquals(List.of(12, 12, 12), result.block());
        Image maps = result.sensitivities().maps();
        assertTrue(maps.space().sameShape(coils.maps().space()));
        assertTrue(coils.quantile(maps, 0.9) < 0.03, "90 % below " + coils.quantile(maps, 0.9));
        assertEquals(0, Coils.normSquared(maps, 0));
    }

    @Test
    void oneCoilSeesItsObject() {
        Coils coils = Coils.of(Coils.image(64, 50), 1, 0.001);
        Image maps = Espirit.STANDARD.estimate(coils.kspace()).sensitivities().maps();
        for (int i = 0; i < coils.object().length; i++) {
            float value = maps.data()[2 * i];
            assertTrue(value == 0 || Math.abs(value - 1) < 1e-5, "the map is " + value);
            assertEquals(0, maps.data()[2 * i + 1], 1e-6);
            assertTrue(coils.object()[i] == 0 || value > 0);
        }
        assertEquals(0, maps.data()[0]);
    }

    @Test
    void threadsDoNotMatter() {
        float[][] maps = new float[2][];
        Espirit espirit = Espirit.STANDARD.withMaps(2, true);
        Parallel.withThreads(
                1,
                () -> maps[0] =
                        espirit.estimate(COILS.kspace()).sensitivities().maps().data());
        Parallel.withThreads(
                3,
                () -> maps[1] =
                        espirit.estimate(COILS.kspace()).sensitivities().maps().data());
        assertArrayEquals(maps[0], maps[1]);
    }

    @Test
    void scaleDoesNotMatter() {
        Image small = COILS.kspace().copy();
        for (int i = 0; i < small.data().length; i++) {
            small.data()[i] *= 0x1p-60f;
        }
        assertArrayEquals(
                Espirit.STANDARD.estimate(COILS.kspace()).sensitivities().maps().data(),
                Espirit.STANDARD.estimate(small).sensitivities().maps().data());
    }

    @Test
    void aMaskNamesWhatIsMeasured() {
        Image kspace = Coils.undersampled(COILS.kspace(), 2, 12);
        boolean[] kept = SamplingMask.ofData(kspace).toArray();
        Espirit espirit = Espirit.STANDARD;
        SamplingMask mask = new SamplingMask(SamplingMask.frequencies(Coils.image(70, 51)), kept);
        assertEquals(List.of(24, 12), espirit.estimate(kspace, mask).block());
        String message = message(() -> espirit.estimate(kspace, SamplingMask.full(Coils.image(70, 50))));
        assertTrue(message.startsWith("the sampling mask is 70 KX x 50 KY"), message);
    }

    @Test
    void badInputIsToldInOneSentence() {
        Image zero = Image.zeros(COILS.kspace().space());
        assertMessage(zero, "zero everywhere");
        assertMessage(
                Coils.undersampled(COILS.kspace(), 5, 0), "24 x 1, but ESPIRiT with a kernel of 6 needs at least 7");
        assertMessage(Coils.undersampled(COILS.kspace(), 100, 6), "24 x 6, but");
        Image nan = COILS.kspace().copy();
        nan.data()[7] = Float.NaN;
        assertMessage(nan, "must be finite");
        assertMessage(COILS.images(), "must be complex with axes KX, KY, [KZ,] COIL");
        Space noCoil = Space.of(new Axis(Role.KX, 20), new Axis(Role.KY, 20)).complex();
        assertMessage(Coils.noise(noCoil, 1), "must be complex with axes");
        assertTrue(message(() -> Espirit.STANDARD.withMaps(6, false).estimate(COILS.kspace()))
                .contains("at most the number of coils, 5"));
        // Measured, but nothing there.
        Image edge = zero.copy();
        edge.data()[0] = 1;
        assertTrue(message(() -> Espirit.STANDARD.estimate(edge, SamplingMask.full(Coils.image(70, 51))))
                .contains("zero in its 24 x 24 centre"));
        assertTrue(message(() -> Espirit.STANDARD.withCalibration(6)).contains("at least 7"));
        assertTrue(message(() -> Espirit.STANDARD.withKernel(1)).contains("at least 2"));
        assertTrue(message(() -> Espirit.STANDARD.withThreshold(0)).contains("above 0"));
        assertTrue(message(() -> Espirit.STANDARD.withCrop(1)).contains("below 1"));
        assertTrue(message(() -> Espirit.STANDARD.withMaps(0, false)).contains("at least 1"));
    }

    private static void assertMessage(Image kspace, String part) {
        String message = message(() -> Espirit.STANDARD.estimate(kspace));
        assertTrue(message.contains(part), message);
    }

    private static String message(Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }
}
