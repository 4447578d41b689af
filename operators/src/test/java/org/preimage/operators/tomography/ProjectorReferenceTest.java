package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** Agreement with what ASTRA and scikit-image computed; ../shared/refs/README.md states their conventions. */
class ProjectorReferenceTest {
    private static final double[] ODD_ANGLES = DoubleStream.of(
                    -0.3, 0, 0.1, 0.7, Math.PI / 4, 1.2, Math.PI / 2, 2.0, 2.9, Math.PI, 3.5, 5.0)
            .map(Math::toDegrees)
            .toArray();

    static float[] read(String name) throws IOException {
        return Npy.read(SharedData.require("refs/" + name)).data();
    }

    private static void assertClose(String what, float[] found, float[] expected, double tolerance) {
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error <= tolerance, what + ": relative distance " + error + ", allowed " + tolerance);
    }

    @Test
    void astraLinear() throws IOException {
        ParallelProjector a = new ParallelProjector(ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45));
        float[] image = read("ellipses64.npy");
        float[] sinogram = read("ct_par_linear_fp_45x91.npy");
        assertClose("projection", a.apply(image), sinogram, 1e-5);
        assertClose("transpose", a.adjoint(sinogram), read("ct_par_linear_bp_of_own_fp.npy"), 1e-5);
        assertClose("exact line integrals", a.apply(image), read("ct_par_analytic_45x91.npy"), 0.0155);
    }

    @Test
    void astraLinearInOddGeometry() throws IOException {
        ParallelProjector a =
                new ParallelProjector(new ParallelBeam(Space.image(64, 48, 0.5), 70, 0.7, 34.5, ODD_ANGLES));
        float[] image = Arrays.copyOfRange(read("ellipses64.npy"), 8 * 64, 56 * 64);
        float[] sinogram = read("ct_par2_linear_fp_12x70.npy");
        assertClose("projection", a.apply(image), sinogram, 1e-5);
        assertClose("transpose", a.adjoint(sinogram), read("ct_par2_linear_bp_of_own_fp.npy"), 2e-5);
    }

    @Test
    void astraStrip() throws IOException {
        Projector a = ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45).projector(Model.STRIP);
        float[] image = read("ellipses64.npy");
        float[] sinogram = read("ct_par_strip_fp_45x91.npy");
        assertClose("projection", a.apply(image), sinogram, 1e-5);
        assertClose("transpose", a.adjoint(sinogram), read("ct_par_strip_bp_of_own_fp.npy"), 1e-5);
        assertClose("exact line integrals", a.apply(image), read("ct_par_analytic_45x91.npy"), 0.0165);
    }

    @Test
    void astraStripInOddGeometry() throws IOException {
        Projector a = new ParallelBeam(Space.image(64, 48, 0.5), 70, 0.7, 34.5, ODD_ANGLES).projector(Model.STRIP);
        float[] image = Arrays.copyOfRange(read("ellipses64.npy"), 8 * 64, 56 * 64);
        float[] sinogram = read("ct_par2_strip_fp_12x70.npy");
        assertClose("projection", a.apply(image), sinogram, 1e-5);
        assertClose("transpose", a.adjoint(sinogram), read("ct_par2_strip_bp_of_own_fp.npy"), 2e-5);
    }

    /**
     * scikit-image turns the image about pixel (32, 32), so its sinogram is that of a 65 x 65 image with an empty last row and
     * column, and it sums rows of the bilinearly turned image instead of following rays.
     */
    @Test
    void scikitImageRadon() throws IOException {
        float[] image = read("ellipses64.npy");
        float[] padded = new float[65 * 65];
        for (int r = 0; r < 64; r++) {
            System.arraycopy(image, r * 64, padded, r * 65, 64);
        }
        float[] transposed = read("sk_radon_circleFalse.npy");
        float[] expected = new float[transposed.length];
        int cells = transposed.length / 45;
        for (int a = 0; a < 45; a++) {
            for (int d = 0; d < cells; d++) {
                expected[a * cells + d] = transposed[d * 45 + a];
            }
        }
        ParallelBeam geometry =
                new ParallelBeam(Space.image(65, 65, 1), cells, 1, cells / 2, ParallelBeam.uniformAngles(0, 180, 45));
        assertClose("radon", new ParallelProjector(geometry).apply(padded), expected, 0.003);
    }
}
