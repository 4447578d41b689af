package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Point spread functions that geometry gives. */
class PointSpreadTest {
    private static double sum(Image psf) {
        double sum = 0;
        for (float v : psf.data()) {
            sum += v;
        }
        return sum;
    }

    /** Second moment along one axis around sample floor(n / 2), in samples. */
    private static double variance(Image psf, int axis) {
        int step = 1;
        for (int a = 0; a < axis; a++) {
            step *= psf.space().size(a);
        }
        int n = psf.space().size(axis);
        double sum = 0;
        for (int i = 0; i < psf.data().length; i++) {
            int k = i / step % n - n / 2;
            sum += psf.data()[i] * (double) k * k;
        }
        return sum;
    }

    @Test
    void allHaveSumOne() {
        for (PointSpread spread : List.of(
                GaussianSpread.ofSamples(1.5),
                GaussianSpread.ofMillimetres(0.7),
                new UniformSpread(3, 4),
                new DiscSpread(3.3),
                new MotionSpread(9, 20))) {
            assertEquals(1, sum(spread.sample(1, 2)), 1e-6);
        }
    }

    @Test
    void gaussiansHaveTheirVarianceAndThatOfThePixels() {
        Image psf = GaussianSpread.ofSamples(2, 1).sample(1, 1);
        assertEquals(4 + 1 / 12.0, variance(psf, 0), 0.01);
        assertEquals(1 + 1 / 12.0, variance(psf, 1), 0.01);
        Image fine = GaussianSpread.ofMillimetres(1).forImage(Space.volume(8, 8, 8, 0.25));
        assertEquals(3, fine.space().dimensions());
        assertEquals(16 + 1 / 12.0, variance(fine, 2), 0.04);
        assertEquals(1, GaussianSpread.ofSamples(0).sample(1, 1).data().length);
    }

    @Test
    void boxesAreFlat() {
        Image psf = new UniformSpread(3, 2).sample(1, 1);
        assertArrayEquals(new int[] {3, 2}, psf.space().sizes());
        for (float v : psf.data()) {
            assertEquals(1 / 6.0, v, 1e-7);
        }
    }

    @Test
    void discsCoverTheirArea() {
        double radius = 4.3;
        Image psf = new DiscSpread(radius).sample(1, 1);
        double full = 1 / (Math.PI * radius * radius);
        assertEquals(full, psf.data()[psf.data().length / 2], 1e-4 * full);
        assertEquals(radius * radius / 4 + 1 / 12.0, variance(psf, 0), 0.03);
        assertEquals(variance(psf, 0), variance(psf, 1), 0.003);
    }

    @Test
    void motionIsALineTowardsTheTop() {
        assertArrayEquals(
                new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.2f},
                new MotionSpread(5, 0).sample(1, 1).data(),
                1e-6f);
        assertArrayEquals(
                new int[] {1, 5}, new MotionSpread(5, 90).sample(1, 1).space().sizes());
        Image psf = new MotionSpread(10, 30).sample(1, 1);
        int nx = psf.space().size(0);
        double mixed = 0;
        for (int i = 0; i < psf.data().length; i++) {
            mixed += psf.data()[i]
                    * (double) (i % nx - nx / 2)
                    * (i / nx - psf.space().size(1) / 2);
        }
        // A line of length 10 has variance 100 / 12 along itself; rows count downwards.
        assertEquals(-100 / 12.0 * Math.cos(Math.PI / 6) * Math.sin(Math.PI / 6), mixed, 0.2);
        assertEquals(100 / 12.0 * 0.75, variance(psf, 0), 0.2);
        assertEquals(100 / 12.0 * 0.25, variance(psf, 1), 0.2);
    }

    @Test
    void measuredFunctionsAreCentredAndNormalised() {
        Space space = Space.image(9, 8, 1);
        Image raw = Image.zeros(space);
        Arrays.fill(raw.data(), 100);
        raw.data()[2 * 9 + 6] = 108;
        raw.data()[2 * 9 + 7] = 104;
        raw.data()[3 * 9 + 6] = 96;
        Image peak = new MeasuredSpread(raw, Double.NaN, MeasuredSpread.Centre.PEAK, 5, 4).sample(1, 1);
        assertEquals(8 / 12.0, peak.data()[2 * 5 + 2], 1e-6);
        assertEquals(4 / 12.0, peak.data()[2 * 5 + 3], 1e-6);
        assertEquals(0, peak.data()[3 * 5 + 2]);
        Image still = new MeasuredSpread(raw, 100, MeasuredSpread.Centre.MIDDLE).sample(1, 1);
        assertEquals(8 / 12.0, still.data()[2 * 9 + 6], 1e-6);
        Image mass = new MeasuredSpread(raw, 0, MeasuredSpread.Centre.CENTROID, 20, 20).sample(1, 1);
        // Nothing is lost of an image that is only padded.
        assertEquals(1, sum(mass), 1e-6);
        assertEquals(108 / 7208.0, mass.data()[(2 + 7) * 20 + 6 + 6], 1e-6);
        assertThrows(IllegalArgumentException.class, () -> new MeasuredSpread(raw, 200, MeasuredSpread.Centre.PEAK));
    }

    @Test
    void numbersWithoutMeaningAreRefused() {
        refused(() -> GaussianSpread.ofSamples(-1), "sigma is -1.0, but must be at least 0");
        refused(() -> GaussianSpread.ofSamples(1, 2, 3).sample(1, 1), "3 values of sigma, but the image has 2 axes");
        refused(() -> new UniformSpread(0), "size of the box is 0");
        refused(() -> new DiscSpread(0), "radius is 0.0");
        refused(() -> new DiscSpread(2).sample(1, 1, 1), "2 axes, but the image has 3");
        refused(() -> new MotionSpread(-1, 0), "length is -1.0");
        refused(() -> new BornWolf(1.6, 5e-4, 1.5, 9, 9), "numerical aperture is 1.6");
        refused(() -> new BornWolf(1.2, 520, 1.5, 9, 9), "wavelength is 520.0 mm");
        refused(() -> new GibsonLanni(1.4, 5e-4, GibsonLanni.Media.oil(), -1, 9, 9), "depth is -1.0");
    }

    private static void refused(org.junit.jupiter.api.function.Executable made, String because) {
        String message = assertThrows(IllegalArgumentException.class, made).getMessage();
        assertTrue(message.contains(because), message);
    }
}
