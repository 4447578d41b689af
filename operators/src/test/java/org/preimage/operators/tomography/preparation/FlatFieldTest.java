package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class FlatFieldTest {
    private static final int CELLS = 40;

    private static Image image(Role slow, int frames, float value) {
        Image image = Image.zeros(Space.of(new Axis(Role.DETECTOR, CELLS), new Axis(slow, frames)));
        Arrays.fill(image.data(), value);
        return image;
    }

    private final Image counts = image(Role.ANGLE, 3, 0);
    private final Image flats = image(Role.SAMPLE, 5, 1100);
    private final Image darks = image(Role.SAMPLE, 4, 100);
    private final float[] truth = new float[3 * CELLS];

    FlatFieldTest() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        for (int i = 0; i < truth.length; i++) {
            truth[i] = 3 * random.nextFloat();
            counts.data()[i] = (float) (100 + 1000 * Math.exp(-truth[i]));
        }
    }

    @Test
    void countsBecomeLineIntegrals() {
        FlatField result = FlatField.correct(counts, flats, darks);
        assertArrayEquals(truth, result.lineIntegrals().data(), 1e-4f);
        assertEquals(counts.space(), result.lineIntegrals().space());
        assertEquals(0, result.deadCells());
        assertEquals(0, result.clampedValues());
    }

    @Test
    void meanAndMedianOfTheFrames() {
        for (int i = 0; i < CELLS; i++) {
            flats.data()[i] = 1100 + 500;
            flats.data()[CELLS + i] = 1100 - 500;
            darks.data()[i] = 100 + 60;
            darks.data()[3 * CELLS + i] = 100 - 60;
        }
        assertArrayEquals(
                truth, FlatField.correct(counts, flats, darks).lineIntegrals().data(), 1e-4f);
        flats.data()[7] = 1e6f;
        darks.data()[7] = 1e5f;
        FlatField median = FlatField.correct(counts, flats, darks, FlatField.Average.MEDIAN, 1e-4);
        assertArrayEquals(truth, median.lineIntegrals().data(), 1e-4f);
    }

    @Test
    void aDeadCellIsInterpolatedAndCounted() {
        for (int k = 0; k < 5; k++) {
            flats.data()[k * CELLS + 20] = 0;
            flats.data()[k * CELLS] = 100;
        }
        FlatField result = FlatField.correct(counts, flats, darks);
        assertEquals(2, result.deadCells());
        float[] p = result.lineIntegrals().data();
        for (int k = 0; k < 3; k++) {
            int o = k * CELLS;
            assertEquals((truth[o + 19] + truth[o + 21]) / 2, p[o + 20], 1e-4);
            assertEquals(truth[o + 1], p[o], 1e-4);
        }
    }

    @Test
    void opaqueCellsAreClampedAndCounted() {
        counts.data()[5] = 90;
        counts.data()[6] = 100;
        counts.data()[7] = 101;
        FlatField result = FlatField.correct(counts, flats, darks, FlatField.Average.MEAN, 0.01);
        assertEquals(3, result.clampedValues());
        for (int i = 5; i < 8; i++) {
            assertEquals(-Math.log(0.01), result.lineIntegrals().data()[i], 1e-5);
        }
    }

    @Test
    void detectorRowsAreCorrectedEachByItself() {
        Space space = Space.of(new Axis(Role.DETECTOR, 20), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.ANGLE, 3));
        Space frames = Space.of(new Axis(Role.DETECTOR, 20), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.SAMPLE, 5));
        Image flat = flats.as(frames);
        for (int k = 0; k < 5; k++) {
            flat.data()[k * CELLS + 20] = 0;
        }
        Image dark = Image.zeros(
                Space.of(new Axis(Role.DETECTOR, 20), new Axis(Role.DETECTOR_ROW, 2), new Axis(Role.SAMPLE, 1)));
        Arrays.fill(dark.data(), 100);
        float[] p =
                FlatField.correct(counts.as(space), flat, dark).lineIntegrals().data();
        assertEquals(truth[21], p[20], 1e-4);
        assertEquals(truth[19], p[19], 1e-4);
    }

    private void refused(String why, Image c, Image f, Image d) {
        String message = assertThrows(IllegalArgumentException.class, () -> FlatField.correct(c, f, d))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void unsuitableInputIsRefused() {
        refused("40 of 40", counts, image(Role.SAMPLE, 2, 0), darks);
        refused("40 of 40", counts, image(Role.SAMPLE, 2, 100), darks);
        for (int i = 10; i < 13; i++) {
            flats.data()[i] = -1e5f;
        }
        refused("3 of 40", counts, flats, darks);
        Space other = Space.of(new Axis(Role.DETECTOR, 39), new Axis(Role.SAMPLE, 2));
        refused("flats are", counts, Image.zeros(other), darks);
        refused("darks are", counts, flats, Image.zeros(other));
        refused("flats are", counts, Image.zeros(Space.vector(CELLS)), darks);
        refused("DETECTOR", counts.as(Space.image(CELLS, 3, 1)), flats, darks);
        assertThrows(
                IllegalArgumentException.class,
                () -> FlatField.correct(counts, flats, darks, FlatField.Average.MEAN, 0));
        counts.data()[0] = Float.NaN;
        refused("NaN", counts, flats, darks);
    }
}
