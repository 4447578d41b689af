package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

/** Simulated rings on a known slice, and the real ones of the dendrites. */
class StripeFilterTest {
    private static final int CELLS = 256;
    private static final int VIEWS = 180;

    private final ParallelBeam beam = Scans.beam(200, CELLS, 127.3, 0, 180, VIEWS);
    private final Image clean = Scans.noisy(Scans.object(90, 4), beam, 0.003, 5);
    private final Image truth = Scans.slice(clean, beam);

    static List<StripeFilter> filters() {
        return List.of(
                new SortingStripeFilter(9),
                new SortingStripeFilter(15),
                new WaveletFourierStripeFilter(3, 5, 0.5),
                new WaveletFourierStripeFilter(2, 8, 0.25));
    }

    static List<StripeFilter> all() {
        return List.of(
                SortingStripeFilter.DEFAULT,
                WaveletFourierStripeFilter.DEFAULT,
                LargeStripeFilter.DEFAULT,
                DeadStripeFilter.DEFAULT);
    }

    /** One cell in nine adds a constant of its own. */
    private Image striped(double size) {
        Image out = clean.copy();
        RandomGenerator random = Scans.random(6);
        for (int c = 4; c < CELLS; c += 9) {
            float offset = (float) (size * random.nextGaussian());
            for (int v = 0; v < VIEWS; v++) {
                out.data()[v * CELLS + c] += offset;
            }
        }
        return out;
    }

    private double gain(Image before, Image after) {
        double e0 = Scans.difference(Scans.slice(before, beam), truth, 95);
        double e1 = Scans.difference(Scans.slice(after, beam), truth, 95);
        return 20 * Math.log10(e0 / e1);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void ringsGoAndTheSliceStays(StripeFilter filter) {
        Image striped = striped(5);
        Image filtered = filter.apply(striped);
        double gain = gain(striped, filtered);
        assertTrue(gain > 4, filter + " gains " + gain + " dB");
    }

    @Test
    void largeStripesAreFoundAndReplaced() {
        Image striped = clean.copy();
        for (int c : new int[] {60, 61, 62, 63, 64, 150, 200, 201}) {
            for (int v = 0; v < VIEWS; v++) {
                striped.data()[v * CELLS + c] += 20;
            }
        }
        Image filtered = new LargeStripeFilter(41, 8).apply(striped);
        assertTrue(gain(striped, filtered) > 4, "gain " + gain(striped, filtered));
        int changed = 0;
        for (int c = 0; c < CELLS; c++) {
            boolean any = false;
            for (int v = 0; v < VIEWS; v++) {
                any |= filtered.data()[v * CELLS + c] != striped.data()[v * CELLS + c];
            }
            changed += any ? 1 : 0;
        }
        assertTrue(changed >= 8 && changed < CELLS / 2, changed + " cells changed");
    }

    @Test
    void deadStripesAreInterpolated() {
        Image striped = clean.copy();
        RandomGenerator random = Scans.random(8);
        for (int v = 0; v < VIEWS; v++) {
            striped.data()[v * CELLS + 90] = 20;
            striped.data()[v * CELLS + 170] += (float) (25 * random.nextGaussian());
        }
        Image filtered = DeadStripeFilter.DEFAULT.apply(striped);
        assertTrue(gain(striped, filtered) > 10, "gain " + gain(striped, filtered));
        for (int v = 0; v < VIEWS; v++) {
            int i = v * CELLS;
            assertEquals((striped.data()[i + 89] + striped.data()[i + 91]) / 2, filtered.data()[i + 90], 1e-4);
            assertEquals(striped.data()[i + 30], filtered.data()[i + 30], 0);
        }
    }

    @Test
    void sortingAgreesWithTheObviousWay() {
        Image filtered = new SortingStripeFilter(5).apply(clean);
        float[][] sorted = new float[CELLS][VIEWS];
        for (int c = 0; c < CELLS; c++) {
            for (int v = 0; v < VIEWS; v++) {
                sorted[c][v] = clean.data()[v * CELLS + c];
            }
            Arrays.sort(sorted[c]);
        }
        for (int c = 2; c < CELLS - 2; c += 7) {
            for (int v = 0; v < VIEWS; v += 5) {
                int rank = Arrays.binarySearch(sorted[c], clean.data()[v * CELLS + c]);
                float[] window = new float[5];
                for (int k = 0; k < 5; k++) {
                    window[k] = sorted[c - 2 + k][rank];
                }
                Arrays.sort(window);
                assertEquals(window[2], filtered.data()[v * CELLS + c], 0);
            }
        }
    }

    @Test
    void waveletsWithoutStripesLoseLittle() {
        Image filtered = new WaveletFourierStripeFilter(3, 5, 0.5).apply(clean);
        double change = Scans.difference(Scans.slice(filtered, beam), truth, 95);
        double size = Scans.difference(Image.zeros(beam.image()), truth, 95);
        assertTrue(change < 0.06 * size, "change " + change + " of " + size);
        // Constant along the cells, so no stripe: stays as it is.
        Image even = Image.zeros(beam.sinogram());
        for (int i = 0; i < even.data().length; i++) {
            even.data()[i] = (float) Math.sin(i / CELLS);
        }
        assertArrayEquals(
                even.data(), WaveletFourierStripeFilter.DEFAULT.apply(even).data(), 1e-4f);
    }

    @ParameterizedTest
    @MethodSource("all")
    void blocksOfRowsGiveWhatRowsGive(StripeFilter filter) {
        int cells = CELLS / 2;
        Space panel =
                Space.of(new Axis(Role.DETECTOR, cells), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.ANGLE, VIEWS));
        Space line = Space.of(new Axis(Role.DETECTOR, cells), new Axis(Role.ANGLE, VIEWS));
        Image both = striped(1).as(panel);
        Image filtered = filter.apply(both);
        Layout layout = Layout.of("projections", both);
        for (int row = 0; row < 2; row++) {
            float[] alone = filter.apply(new Image(line, layout.sinogram(both.data(), row)))
                    .data();
            assertArrayEquals(alone, layout.sinogram(filtered.data(), row), 0);
        }
        Image[] sequential = new Image[1];
        Parallel.withThreads(1, () -> sequential[0] = filter.apply(both));
        assertArrayEquals(sequential[0].data(), filtered.data(), 0);
    }

    @Test
    void theDendritesLoseTheirRings() throws Exception {
        Image file = Npy.read(SharedData.require("data/ct_dendrites_sino.npy"));
        ParallelBeam all = Scans.beam(700, 1260, 629.41, 0, 180, 360);
        Image sinogram = file.as(all.sinogram());
        double before = RingMeasure.of(Scans.slice(sinogram, all), 8, 330).amplitude();
        double sorted = RingMeasure.of(Scans.slice(SortingStripeFilter.DEFAULT.apply(sinogram), all), 8, 330)
                .amplitude();
        StripeFilter six = new WaveletFourierStripeFilter(6, 5, 0.5);
        double wavelet =
                RingMeasure.of(Scans.slice(six.apply(sinogram), all), 8, 330).amplitude();
        assertTrue(before > 0.15, "before " + before);
        assertTrue(sorted < 0.4 * before, "sorting leaves " + sorted + " of " + before);
        assertTrue(Math.abs(wavelet) < 0.2 * before, "wavelets leave " + wavelet + " of " + before);
    }

    @Test
    void unsuitableInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SortingStripeFilter(4));
        assertThrows(IllegalArgumentException.class, () -> new SortingStripeFilter(1));
        assertThrows(IllegalArgumentException.class, () -> new WaveletFourierStripeFilter(0, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> new WaveletFourierStripeFilter(4, 17, 1));
        assertThrows(IllegalArgumentException.class, () -> new WaveletFourierStripeFilter(4, 5, 0));
        assertThrows(IllegalArgumentException.class, () -> new LargeStripeFilter(81, 1));
        for (StripeFilter filter : all()) {
            assertThrows(IllegalArgumentException.class, () -> filter.apply(Image.zeros(Space.image(9, 9, 1))));
            Image bad = clean.copy();
            bad.data()[3] = Float.NaN;
            assertThrows(IllegalArgumentException.class, () -> filter.apply(bad));
        }
    }
}
