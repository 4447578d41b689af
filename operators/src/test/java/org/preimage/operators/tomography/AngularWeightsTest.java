package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AngularWeightsTest {
    private static double[] same(int n, double value) {
        double[] v = new double[n];
        Arrays.fill(v, value);
        return v;
    }

    private static double[] degrees(double... radians) {
        return Arrays.stream(radians).map(Math::toDegrees).toArray();
    }

    @Test
    void equalStepsOverHalfAndFullTurnsWeighPiOverViews() {
        for (int n : new int[] {1, 2, 3, 10, 45, 720}) {
            double[] expected = same(n, Math.PI / n);
            assertArrayEquals(expected, AngularWeights.of(ParallelBeam.uniformAngles(0, 180, n)), 1e-9);
            assertArrayEquals(expected, AngularWeights.of(ParallelBeam.uniformAngles(0, 360, n)), 1e-9);
            assertArrayEquals(expected, AngularWeights.of(ParallelBeam.uniformAngles(-33.3, -393.3, n)), 1e-9);
        }
    }

    @Test
    void bothEndsOfAHalfTurnShareOneWeight() {
        double[] angles = new double[19];
        for (int i = 0; i < 19; i++) {
            angles[i] = 10 * i;
        }
        double[] expected = same(19, 10);
        expected[0] = 5;
        expected[18] = 5;
        assertArrayEquals(expected, degrees(AngularWeights.of(angles)), 1e-9);
    }

    @Test
    void unequalStepsWeighHalfTheGapsInAnyOrder() {
        double[] found = degrees(AngularWeights.of(new double[] {100, 0, 230, 20, 150}));
        // Modulo 180 and sorted: 0, 20, 50, 100, 150; the last gap is 30.
        assertArrayEquals(new double[] {50, 25, 40, 25, 40}, found, 1e-9);
        assertEquals(180, Arrays.stream(found).sum(), 1e-9);
    }

    @Test
    void anUnmeasuredWedgeCountsForNobody() {
        assertArrayEquals(same(120, 1), degrees(AngularWeights.of(ParallelBeam.uniformAngles(30, 150, 120))), 1e-9);
    }
}
