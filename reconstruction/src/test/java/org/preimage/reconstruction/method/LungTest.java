package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;

/** Measured lungs full of gas, from a radial scan in space. */
class LungTest {
    /** Voxels to a side: the scan reaches 32 cycles per field of view, just what they hold. */
    private static final int N = 64;

    @Test
    void lungsStandOutAgainstTheNoise() throws IOException {
        Trajectory trajectory = Trajectory.of(Npy.read(SharedData.require("data/radial3d_lung_traj.npy")))
                .scaled(128);
        Image samples = Npy.read(SharedData.require("data/radial3d_lung_samples.npy"));
        NonCartesianMri mri = new NonCartesianMri(Sensitivities.uniform(Space.volume(N, N, N, 1)), trajectory, 1e-3);
        float[] volume = Gridding.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(mri, samples.as(mri.range())))
                .image()
                .data();
        double inside = 0;
        double corners = 0;
        int in = 0;
        int out = 0;
        for (int i = 0; i < N * N * N; i++) {
            int x = i % N;
            int y = i / N % N;
            int z = i / N / N;
            double square = volume[2 * i] * volume[2 * i] + volume[2 * i + 1] * volume[2 * i + 1];
            // A cube in the lower lung, and two edges of the volume; noise alone would give 1.
            if (Math.abs(x - 27) < 3 && Math.abs(y - 38) < 3 && Math.abs(z - 32) < 3) {
                inside += square;
                in++;
            } else if (x < 6 && y < 6 || x < 6 && y > N - 6) {
                corners += square;
                out++;
            }
        }
        double contrast = Math.sqrt(inside / in / (corners / out));
        assertTrue(contrast > 2.5, "the lung stands " + contrast + " times above the noise");
    }
}
