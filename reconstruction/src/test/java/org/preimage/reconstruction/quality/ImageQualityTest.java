package org.preimage.reconstruction.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class ImageQualityTest {
    private static Image noise(Space space, long seed, double mean, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        Image image = Image.zeros(space);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = (float) (mean + sd * random.nextGaussian());
        }
        return image;
    }

    /** Window by window, from the definition. */
    private static double slowSsim(Image x, Image y, double peak) {
        int nx = x.space().size(0);
        int ny = x.space().size(1);
        double[][] w = new double[11][11];
        double total = 0;
        for (int j = 0; j < 11; j++) {
            for (int i = 0; i < 11; i++) {
                w[j][i] = Math.exp(-((i - 5) * (i - 5) + (j - 5) * (j - 5)) / 4.5);
                total += w[j][i];
            }
        }
        double c1 = 1e-4 * peak * peak;
        double c2 = 9e-4 * peak * peak;
        double sum = 0;
        for (int r = 0; r + 11 <= ny; r++) {
            for (int c = 0; c + 11 <= nx; c++) {
                double mx = 0;
                double my = 0;
                for (int j = 0; j < 11; j++) {
                    for (int i = 0; i < 11; i++) {
                        mx += w[j][i] / total * x.data()[(r + j) * nx + c + i];
                        my += w[j][i] / total * y.data()[(r + j) * nx + c + i];
                    }
                }
                double vx = 0;
                double vy = 0;
                double vxy = 0;
                for (int j = 0; j < 11; j++) {
                    for (int i = 0; i < 11; i++) {
                        double dx = x.data()[(r + j) * nx + c + i] - mx;
                        double dy = y.data()[(r + j) * nx + c + i] - my;
                        vx += w[j][i] / total * dx * dx;
                        vy += w[j][i] / total * dy * dy;
                        vxy += w[j][i] / total * dx * dy;
                    }
                }
                sum += (2 * mx * my + c1) * (2 * vxy + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2));
            }
        }
        return sum / ((nx - 10) * (ny - 10));
    }

    @Test
    void similarityAgreesWithItsSlowTwin() {
        Space space = Space.image(23, 17, 1);
        Image x = noise(space, 1, 2, 1);
        Image y = noise(space, 2, 1, 0.5);
        for (int i = 0; i < x.data().length; i++) {
            y.data()[i] += 0.7f * x.data()[i];
        }
        assertEquals(slowSsim(x, y, 5), ImageQuality.ssim(x, y, 5), 1e-10);
    }

    @Test
    void constantImagesCompareByTheirMeansAlone() {
        Space space = Space.image(12, 12, 1);
        Image x = noise(space, 1, 2, 0);
        Image y = noise(space, 1, 3, 0);
        assertEquals((2 * 2 * 3 + 1e-4) / (4 + 9 + 1e-4), ImageQuality.ssim(x, y, 1), 1e-9);
    }

    @Test
    void identicalImagesArePerfect() {
        Image x = noise(Space.image(20, 20, 1), 3, 0, 1);
        ImageQuality q = ImageQuality.of(x, x.copy());
        assertEquals(Double.POSITIVE_INFINITY, q.psnr());
        assertEquals(1, q.ssim(), 1e-12);
        assertEquals(0, q.rmse());
    }

    @Test
    void noiseOfOneTenthOfTheRangeIsTwentyDecibels() {
        Image truth = Image.zeros(Space.image(2, 2, 1));
        truth.data()[3] = 2;
        Image image = truth.copy();
        for (int i = 0; i < 4; i++) {
            image.data()[i] += i % 2 == 0 ? 0.2f : -0.2f;
        }
        ImageQuality q = ImageQuality.of(truth, image);
        assertEquals(20, q.psnr(), 1e-5);
        assertEquals(0.2, q.rmse(), 1e-6);
        assertTrue(Double.isNaN(q.ssim()));
        assertEquals(20 + 20 * Math.log10(2), ImageQuality.psnr(truth, image, 4), 1e-5);
    }

    @Test
    void slicesOfAVolumeAreAveraged() {
        Image x = noise(Space.volume(12, 13, 2, 1), 4, 1, 1);
        Image y = noise(Space.volume(12, 13, 2, 1), 5, 1, 1);
        Space slice = Space.image(12, 13, 1);
        double sum = 0;
        for (int k = 0; k < 2; k++) {
            float[] a = Arrays.copyOfRange(x.data(), k * 156, (k + 1) * 156);
            float[] b = Arrays.copyOfRange(y.data(), k * 156, (k + 1) * 156);
            sum += ImageQuality.ssim(new Image(slice, a), new Image(slice, b), 3);
        }
        assertEquals(sum / 2, ImageQuality.ssim(x, y, 3), 1e-12);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        Image x = noise(Space.image(12, 12, 1), 1, 0, 1);
        Image small = noise(Space.image(5, 12, 1), 1, 0, 1);
        Image constant = Image.zeros(Space.image(12, 12, 1));
        Image complex = Image.zeros(Space.image(12, 12, 1).complex());
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.of(x, small));
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.of(constant, x));
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.psnr(x, x, 0));
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.rmse(complex, complex));
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.ssim(small, small, 1));
    }

    @Test
    void aRegionCountsItsOwnPixels() {
        RandomGenerator random = new SplittableRandom(6);
        Image truth = Image.zeros(Space.image(30, 26, 1));
        Image image = Image.zeros(truth.space());
        boolean[] region = new boolean[780];
        boolean[] all = new boolean[780];
        double errors = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < 780; i++) {
            truth.data()[i] = random.nextFloat();
            image.data()[i] = random.nextFloat();
            all[i] = true;
            region[i] = i % 30 < 13 && i / 30 > 8;
            if (region[i]) {
                errors += Math.pow(image.data()[i] - truth.data()[i], 2);
                squares += Math.pow(truth.data()[i], 2);
                count++;
            }
        }
        ImageQuality q = ImageQuality.on(region, truth, image, 2);
        assertEquals(Math.sqrt(errors / count), q.rmse(), 1e-9);
        assertEquals(Math.sqrt(errors / squares), q.nrmse(), 1e-9);
        assertEquals(20 * Math.log10(2 / q.rmse()), q.psnr(), 1e-9);
        // SSIM of the windows whose middle lies inside, one by one.
        double sum = 0;
        int windows = 0;
        for (int y = 0; y <= 26 - 11; y++) {
            for (int x = 0; x <= 30 - 11; x++) {
                if (region[(y + 5) * 30 + x + 5]) {
                    sum += ImageQuality.ssim(cut(truth, x, y), cut(image, x, y), 2);
                    windows++;
                }
            }
        }
        assertEquals(sum / windows, q.ssim(), 1e-6);
        ImageQuality whole = ImageQuality.of(truth, image, 2);
        ImageQuality same = ImageQuality.on(all, truth, image, 2);
        assertEquals(whole.psnr(), same.psnr(), 1e-6);
        assertEquals(whole.ssim(), same.ssim(), 1e-12);
        assertEquals(whole.nrmse(), same.nrmse(), 1e-7);
        assertEquals(0, ImageQuality.on(region, truth, truth.copy(), 2).nrmse());
        assertEquals(
                "the region holds no pixel, but must hold at least one",
                assertThrows(IllegalArgumentException.class, () -> ImageQuality.on(new boolean[780], truth, image, 2))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ImageQuality.on(new boolean[7], truth, image, 2));
    }

    /** A window of 11 x 11 pixels. */
    private static Image cut(Image image, int x, int y) {
        Image part = Image.zeros(Space.image(11, 11, 1));
        for (int i = 0; i < 121; i++) {
            part.data()[i] = image.data()[(y + i / 11) * 30 + x + i % 11];
        }
        return part;
    }
}
