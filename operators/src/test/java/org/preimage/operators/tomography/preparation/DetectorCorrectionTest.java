package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** What {@link FlatFieldTest} does not cover: drift, noisy cells, saturation. */
class DetectorCorrectionTest {
    private static final int CELLS = 60;
    private static final int VIEWS = 21;

    private final float[] truth = new float[VIEWS * CELLS];
    private final Image counts = image(Role.ANGLE, VIEWS);
    private final Image darks = image(Role.TIME, 3);

    DetectorCorrectionTest() {
        Arrays.fill(darks.data(), 100);
        RandomGenerator random = Scans.random(2);
        for (int i = 0; i < truth.length; i++) {
            truth[i] = 0.1f + 2 * random.nextFloat();
            counts.data()[i] = (float) (100 + 1000 * Math.exp(-truth[i]));
        }
    }

    private static Image image(Role slow, int frames) {
        return Image.zeros(Space.of(new Axis(Role.DETECTOR, CELLS), new Axis(slow, frames)));
    }

    private static Image flats(int frames, float value) {
        Image flats = image(Role.TIME, frames);
        Arrays.fill(flats.data(), value);
        return flats;
    }

    private static DetectorCorrection with(FlatField.Average average, double fullScale, double noisy) {
        return new DetectorCorrection(average, 1e-4, fullScale, noisy);
    }

    @Test
    void driftingFlatsAreInterpolated() {
        // From 1000 to 800 photons over the scan, and an outlier in each half.
        Image flats = flats(6, 1100);
        Arrays.fill(flats.data(), 3 * CELLS, 6 * CELLS, 900);
        flats.data()[7] = 5000;
        flats.data()[4 * CELLS + 7] = 5000;
        for (int k = 0; k < VIEWS; k++) {
            for (int c = 0; c < CELLS; c++) {
                int i = k * CELLS + c;
                counts.data()[i] = (float) (100 + (1000 - 10.0 * k) * Math.exp(-truth[i]));
            }
        }
        FlatField result = with(FlatField.Average.INTERPOLATED, DetectorCorrection.NEVER, DetectorCorrection.NEVER)
                .apply(counts, flats, darks);
        assertArrayEquals(truth, result.lineIntegrals().data(), 1e-4f);
        FlatField mean = FlatField.correct(counts, flats(6, 1000), darks);
        assertTrue(Math.abs(mean.lineIntegrals().data()[0] - truth[0]) > 0.05);
        assertThrows(IllegalArgumentException.class, () -> with(FlatField.Average.INTERPOLATED, 0, 8)
                .apply(counts, flats(1, 1000), darks));
    }

    @Test
    void saturatedValuesAreInterpolatedAndCounted() {
        counts.data()[5 * CELLS + 30] = 4095;
        counts.data()[5 * CELLS + 31] = 4095;
        counts.data()[9 * CELLS] = 4095;
        Image flats = flats(3, 1100);
        for (double fullScale : new double[] {DetectorCorrection.ESTIMATED, 4000}) {
            FlatField result = with(FlatField.Average.MEAN, fullScale, 8).apply(counts, flats, darks);
            assertEquals(3, result.saturatedValues());
            float[] p = result.lineIntegrals().data();
            int o = 5 * CELLS;
            assertEquals((2 * truth[o + 29] + truth[o + 32]) / 3, p[o + 30], 1e-4);
            assertEquals((truth[o + 29] + 2 * truth[o + 32]) / 3, p[o + 31], 1e-4);
            assertEquals(truth[9 * CELLS + 1], p[9 * CELLS], 1e-4);
            assertEquals(truth[o + 29], p[o + 29], 1e-4);
        }
        // Twice only: a bright place may have any count.
        counts.data()[9 * CELLS] = 500;
        assertEquals(
                0,
                with(FlatField.Average.MEAN, DetectorCorrection.ESTIMATED, 8)
                        .apply(counts, flats, darks)
                        .saturatedValues());
    }

    @Test
    void aProjectionWithoutAnyGoodValueIsRefused() {
        Arrays.fill(counts.data(), 3 * CELLS, 4 * CELLS, 65535);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> DetectorCorrection.DEFAULT.apply(counts, flats(3, 1100), darks))
                .getMessage();
        assertTrue(message.contains("projection 3"), message);
    }

    @Test
    void noisyCellsAreFoundAmongPoissonNoise() {
        Image flats = image(Role.TIME, 12);
        RandomGenerator random = Scans.random(5);
        for (int k = 0; k < 12; k++) {
            double beam = 1 + 0.05 * random.nextGaussian();
            for (int c = 0; c < CELLS; c++) {
                double mean = (1000 + 5 * c) * beam;
                double noise = c == 22 || c == 40 ? 25 : 1;
                flats.data()[k * CELLS + c] = (float) (100 + mean + noise * Math.sqrt(mean) * random.nextGaussian());
            }
        }
        // A zinger in one flat does not make its cell noisy.
        flats.data()[3 * CELLS + 11] += 4000;
        FlatField result =
                with(FlatField.Average.MEDIAN, DetectorCorrection.NEVER, 8).apply(counts, flats, darks);
        assertEquals(2, result.noisyCells());
        assertEquals(0, result.deadCells());
        float[] p = result.lineIntegrals().data();
        for (int k = 0; k < VIEWS; k++) {
            int o = k * CELLS;
            assertEquals((p[o + 21] + p[o + 23]) / 2, p[o + 22], 1e-5);
            assertEquals((p[o + 39] + p[o + 41]) / 2, p[o + 40], 1e-5);
        }
        assertEquals(
                0,
                with(FlatField.Average.MEDIAN, 0, 8)
                        .apply(counts, flats(12, 1100), darks)
                        .noisyCells());
    }

    @Test
    void unsuitableSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> with(FlatField.Average.MEAN, -1, 8));
        assertThrows(IllegalArgumentException.class, () -> with(FlatField.Average.MEAN, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> with(FlatField.Average.MEAN, Double.NaN, 8));
    }
}
