package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class DensityCompensationTest {
    /** Three smooth blobs, complex, that hardly reach the corners of k-space. */
    static float[] blobs(int... sizes) {
        int points = 1;
        for (int n : sizes) {
            points *= n;
        }
        float[] x = new float[2 * points];
        for (int p = 0; p < points; p++) {
            for (int blob = 0; blob < 3; blob++) {
                double square = 0;
                int rest = p;
                for (int a = 0; a < sizes.length; a++) {
                    double r = rest % sizes[a] - sizes[a] * (0.35 + 0.12 * blob * (a % 2 == 0 ? 1 : 0.4));
                    rest /= sizes[a];
                    square += r * r;
                }
                double v = Math.exp(-square / (2.0 * (blob + 1.2) * (blob + 1.2)));
                x[2 * p] += (float) v;
                x[2 * p + 1] += (float) (0.3 * blob * v);
            }
        }
        return x;
    }

    private static double error(Trajectory trajectory, float[] weights, int... sizes) {
        Space space = NufftTest.coilImages(1, sizes);
        Nufft nufft = new Nufft(space, trajectory);
        float[] x = blobs(sizes);
        float[] y = nufft.apply(x);
        for (int i = 0; i < weights.length; i++) {
            y[2 * i] *= weights[i];
            y[2 * i + 1] *= weights[i];
        }
        return Vectors.relativeDistance(nufft.adjoint(y), x);
    }

    private static double sum(float[] weights) {
        double sum = 0;
        for (float w : weights) {
            sum += w;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "full", "golden", "tiny golden"})
    void fullySampledSpokesGiveTheImageBack(String kind) {
        int n = 48;
        Trajectory trajectory =
                switch (kind) {
                    case "half" -> Trajectories.radial(80, 96, n / 2.0, Trajectories.Turn.HALF);
                    case "full" -> Trajectories.radial(81, 96, n / 2.0, Trajectories.Turn.FULL);
                    case "golden" -> Trajectories.golden(130, 96, n / 2.0, 1);
                    default -> Trajectories.golden(150, 96, n / 2.0, 7);
                };
        float[] weights = DensityCompensation.radial(trajectory);
        assertEquals(Math.PI * n * n / 4, sum(weights), 1e-4 * n * n);
        double radial = error(trajectory, weights, n, n);
        assertTrue(radial < 8e-3, "radial " + radial);
        float[] iterated =
                DensityCompensation.pipeMenon(trajectory, Space.image(n, n, 1), DensityCompensation.ITERATIONS);
        double general = error(trajectory, iterated, n, n);
        assertTrue(general < 2e-2, "Pipe and Menon " + general);
        float[] none = iterated.clone();
        java.util.Arrays.fill(none, (float) (sum(weights) / none.length));
        assertTrue(error(trajectory, none, n, n) > 0.3, "no compensation must show");
    }

    @Test
    void inSpace() {
        int n = 20;
        float[] out = DensityCompensation.radial(Trajectories.centreOut(2400, 21, n / 2.0));
        // The last cells reach half a sample beyond the last samples.
        double volume = 4 / 3.0 * Math.PI * Math.pow(n / 2.0 + 0.25, 3);
        assertEquals(volume, sum(out), 1e-2 * volume);
        double outwards = error(Trajectories.centreOut(2400, 21, n / 2.0), out, n, n, n);
        Trajectory ball = Trajectories.kooshball(1200, 40, n / 2.0);
        double through = error(ball, DensityCompensation.radial(ball), n, n, n);
        double general = error(ball, DensityCompensation.pipeMenon(ball, Space.volume(n, n, n, 1), 20), n, n, n);
        Trajectory stars = Trajectories.stack(Trajectories.radial(34, 40, n / 2.0, Trajectories.Turn.HALF), 12);
        double stack = error(stars, DensityCompensation.pipeMenon(stars, Space.volume(n, n, 12, 1), 20), n, n, 12);
        assertTrue(outwards < 5e-3, "outwards " + outwards);
        assertTrue(through < 6e-3, "through " + through);
        assertTrue(general < 6e-2, "Pipe and Menon " + general);
        assertTrue(stack < 4e-2, "stack of stars " + stack);
    }

    @Test
    void spiralsAndCartesianPoints() {
        int n = 32;
        Trajectory spiral = Trajectories.spiral(16, 400, n / 2.0, 2, 1);
        assertFalse(DensityCompensation.isRadial(spiral));
        double error = error(spiral, DensityCompensation.pipeMenon(spiral, Space.image(n, n, 1), 30), n, n);
        assertTrue(error < 2e-2, "spiral " + error);
        float[] k = new float[2 * n * n];
        for (int i = 0; i < n * n; i++) {
            k[2 * i] = i % n - n / 2;
            k[2 * i + 1] = i / n - n / 2;
        }
        float[] ones = DensityCompensation.pipeMenon(new Trajectory(k, 2, n, n), Space.image(n, n, 1), 20);
        for (float w : ones) {
            assertEquals(1, w, 0.05);
        }
    }

    @Test
    void samplesAtTheCentreShareItsWeight() {
        // One direction and its opposite, three samples each at the centre.
        float[] k = {0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, -1, 0, -2, 0};
        float[] w = DensityCompensation.radial(new Trajectory(k, 2, 5, 2));
        for (int i = 0; i < 3; i++) {
            assertEquals(Math.PI / 12 / 3, w[i], 1e-6);
            assertEquals(Math.PI / 12 / 3, w[i + 5], 1e-6);
        }
        assertEquals(Math.PI, w[3], 1e-5);
        assertEquals(2 * Math.PI, w[4], 1e-5);
        // The centre half-way between two samples.
        float[] through = DensityCompensation.radial(Trajectories.radial(10, 8, 4, Trajectories.Turn.HALF));
        assertEquals(Math.PI / 10 * (0.5 - 1 / 24.0), through[4], 1e-6);
        assertEquals(Math.PI / 10 * 1.5, through[5], 1e-6);
    }

    @Test
    void refusals() {
        Trajectory spiral = Trajectories.spiral(2, 50, 8, 2, 1);
        assertThrows(IllegalArgumentException.class, () -> DensityCompensation.radial(spiral));
        assertThrows(
                IllegalArgumentException.class, () -> DensityCompensation.pipeMenon(spiral, Space.image(16, 16, 1), 0));
        assertThrows(
                IllegalArgumentException.class, () -> DensityCompensation.pipeMenon(spiral, Space.image(8, 8, 1), 5));
    }
}
