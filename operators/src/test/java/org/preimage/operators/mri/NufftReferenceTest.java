package org.preimage.operators.mri;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Vectors;

/** Agreement with results that BART left: see the notes beside them. */
class NufftReferenceTest {
    private static float[] cfl(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(SharedData.require("refs/" + name + ".cfl"));
        float[] values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static Trajectory trajectory() throws IOException {
        float[] complex = cfl("nufft_traj");
        float[] k = new float[2 * 128 * 64];
        for (int i = 0; i < k.length / 2; i++) {
            k[2 * i] = complex[6 * i];
            k[2 * i + 1] = complex[6 * i + 2];
        }
        return new Trajectory(k, 2, 128, 64);
    }

    @Test
    void theRadialTrajectoryIsTheSame() throws IOException {
        float[] expected = trajectory().coordinates();
        float[] found = Trajectories.radial(64, 128, 32, Trajectories.Turn.HALF).coordinates();
        assertTrue(Vectors.relativeDistance(found, expected) < 1e-6);
    }

    @Test
    void forwardAndAdjoint() throws IOException {
        Nufft nufft = new Nufft(NufftTest.coilImages(1, 64, 64), trajectory());
        float[] phantom = cfl("mr_phantom64");
        float[] y = nufft.apply(phantom);
        float[] exact = cfl("nufft_fwd_exactdft");
        Vectors.scale(1 / 64.0, exact);
        double sum = Vectors.relativeDistance(y, exact);
        assertTrue(sum < 5e-6, "against the direct sum " + sum);
        float[] gridded = cfl("nufft_fwd");
        double forward = Vectors.relativeDistance(y, gridded);
        assertTrue(forward < 3e-3, "forward " + forward);
        double adjoint = Vectors.relativeDistance(nufft.adjoint(gridded), cfl("nufft_adj"));
        assertTrue(adjoint < 3e-3, "adjoint " + adjoint);
    }
}
