package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class RingMeasureTest {
    private static final int SIZE = 300;

    /** Noise, an off-centre disc, and rings of known strength, four radii wide. */
    private static Image slice(double noise, double rings) {
        Image slice = Image.zeros(Space.image(SIZE, SIZE, 1));
        RandomGenerator random = Scans.random(3);
        double[] ring = new double[SIZE];
        for (int r = 0; r < SIZE; r += 4) {
            double v = random.nextGaussian();
            for (int k = 0; k < 4; k++) {
                ring[Math.min(SIZE - 1, r + k)] = v;
            }
        }
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int radius = (int) Math.hypot(x - (SIZE - 1) / 2.0, y - (SIZE - 1) / 2.0);
                boolean disc = Math.hypot(x - 180, y - 120) < 40;
                slice.data()[y * SIZE + x] =
                        (float) ((disc ? 1 : 0) + noise * random.nextGaussian() + rings * ring[radius]);
            }
        }
        return slice;
    }

    @Test
    void tellsTheStrengthOfRingsInNoise() {
        double strong = RingMeasure.of(slice(0.5, 0.2)).amplitude();
        assertEquals(0.2, strong, 0.04);
        assertEquals(strong / 2, RingMeasure.of(slice(0.5, 0.1)).amplitude(), 0.02);
    }

    @Test
    void noiseAndObjectsAreNoRings() {
        assertEquals(0, RingMeasure.of(slice(0.5, 0)).amplitude(), 0.03);
    }

    @Test
    void unsuitableInputIsRefused() {
        Image slice = slice(0, 0);
        assertThrows(IllegalArgumentException.class, () -> RingMeasure.of(slice, 4, 100));
        assertThrows(IllegalArgumentException.class, () -> RingMeasure.of(slice, 60, 100));
        assertThrows(IllegalArgumentException.class, () -> RingMeasure.of(slice, 8, 150));
        assertThrows(IllegalArgumentException.class, () -> RingMeasure.of(Image.zeros(Space.vector(100))));
    }
}
