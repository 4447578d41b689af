package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

/** Hounsfield units, air, and the running median. */
class ScalesTest {
    @Test
    void waterIsZeroAndAirMinusThousand() {
        Hounsfield scale = new Hounsfield(0.02, 0.00002);
        assertEquals(0, scale.toHounsfield(0.02), 1e-9);
        assertEquals(-1000, scale.toHounsfield(0.00002), 1e-9);
        assertEquals(1000, new Hounsfield(0.02).toHounsfield(0.04), 1e-9);
        Image image = Image.zeros(Space.image(3, 2, 1));
        image.data()[4] = 0.031f;
        Image back = scale.toAttenuation(scale.toHounsfield(image));
        assertArrayEquals(image.data(), back.data(), 1e-7f);
        assertThrows(IllegalArgumentException.class, () -> new Hounsfield(0));
        assertThrows(IllegalArgumentException.class, () -> new Hounsfield(0.1, 0.2));
    }

    @Test
    void driftOfTheBeamIsTakenOut() {
        ParallelBeam beam = Scans.beam(64, 120, 59.5, 0, 180, 40);
        Image truth = Scans.object(45, 1).sinogram(beam);
        Image drifted = truth.copy();
        RandomGenerator random = Scans.random(2);
        for (int v = 0; v < 40; v++) {
            double a = random.nextGaussian();
            double b = 0.01 * random.nextGaussian();
            for (int c = 0; c < 120; c++) {
                drifted.data()[v * 120 + c] += (float) (a + b * c);
            }
        }
        assertArrayEquals(truth.data(), new AirNormalisation(8).apply(drifted).data(), 1e-4f);
        assertThrows(IllegalArgumentException.class, () -> new AirNormalisation(0));
        assertThrows(IllegalArgumentException.class, () -> new AirNormalisation(60).apply(drifted));
    }

    @Test
    void theRunningMedianAgreesWithTheObviousOne() {
        RandomGenerator random = Scans.random(3);
        for (int n : new int[] {1, 2, 7, 50}) {
            for (int window : new int[] {1, 3, 9, 31}) {
                float[] line = new float[n];
                for (int i = 0; i < n; i++) {
                    line[i] = random.nextInt(10) - 5;
                }
                float[] out = new float[n];
                Statistics.runningMedian(line, n, window, out, new float[window]);
                for (int i = 0; i < n; i++) {
                    float[] seen = new float[window];
                    for (int k = 0; k < window; k++) {
                        seen[k] = line[Statistics.mirror(i + k - window / 2, n)];
                    }
                    Arrays.sort(seen);
                    assertEquals(seen[window / 2], out[i]);
                }
            }
        }
    }
}
