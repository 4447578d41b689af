package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class BeamHardeningTest {
    private static final Spectrum SPECTRUM =
            new Spectrum(new double[] {25, 35, 45, 55, 65, 75}, new double[] {0.5, 1, 0.9, 0.6, 0.4, 0.2});
    private static final double[] WATER = Water.attenuations(SPECTRUM.energies());
    private static final double REFERENCE = Water.attenuation(60);

    /** Water of 200 mm in the beam of many energies, pixels of 2 mm. */
    private final ParallelBeam beam =
            new ParallelBeam(Space.image(128, 128, 2), 128, 2, 63.5, ParallelBeam.uniformAngles(0, 180, 120));

    private final EllipsePhantom body = new EllipsePhantom(List.of(new Ellipse(8, -5, 100, 80, 20, 1)));

    private Image measured() {
        Image lengths = body.sinogram(beam);
        for (int i = 0; i < lengths.data().length; i++) {
            lengths.data()[i] = (float) SPECTRUM.lineIntegral(WATER, lengths.data()[i]);
        }
        return lengths;
    }

    /** Means near the border and in the middle of the body. */
    private static double[] profile(Image slice) {
        double[] sum = new double[2];
        int[] n = new int[2];
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                double u = (x - 63.5) * 2 - 8;
                double v = (63.5 - y) * 2 + 5;
                double t = Math.toRadians(20);
                double r = Math.hypot(
                        (u * Math.cos(t) + v * Math.sin(t)) / 100, (-u * Math.sin(t) + v * Math.cos(t)) / 80);
                int where = r < 0.3 ? 0 : r > 0.85 && r < 0.93 ? 1 : -1;
                if (where >= 0) {
                    sum[where] += slice.data()[y * 128 + x];
                    n[where]++;
                }
            }
        }
        return new double[] {sum[0] / n[0], sum[1] / n[1]};
    }

    @Test
    void aKnownSpectrumIsLinearised() {
        BeamHardening linear = BeamHardening.ofSpectrum(SPECTRUM, WATER, REFERENCE, 210, 4);
        for (double length = 5; length <= 200; length += 5) {
            double p = SPECTRUM.lineIntegral(WATER, length);
            assertEquals(REFERENCE * length, linear.at(p), 0.01);
        }
        double[] hollow = profile(Scans.slice(measured(), beam));
        assertTrue(hollow[1] / hollow[0] > 1.05, "cupping " + hollow[1] / hollow[0]);
        double[] even = profile(Scans.slice(linear.apply(measured()), beam));
        assertEquals(REFERENCE, even[0], 0.01 * REFERENCE);
        assertEquals(REFERENCE, even[1], 0.01 * REFERENCE);
    }

    @Test
    void aUniformObjectCorrectsItself() {
        Image sinogram = measured();
        BeamHardening found = BeamHardening.ofUniformObject(sinogram, beam, 3);
        double[] hollow = profile(Scans.slice(sinogram, beam));
        double[] even = profile(Scans.slice(found.apply(sinogram), beam));
        assertTrue(
                Math.abs(even[1] / even[0] - 1) < 0.15 * (hollow[1] / hollow[0] - 1),
                hollow[1] / hollow[0] + " before, " + even[1] / even[0] + " after");
        assertThrows(
                IllegalArgumentException.class,
                () -> BeamHardening.ofUniformObject(Image.zeros(beam.sinogram()), beam, 3));
    }

    @Test
    void aPolynomialIsWhatItSays() {
        BeamHardening cubic = BeamHardening.of(1, 0.5, -0.1);
        assertEquals(2 + 0.5 * 4 - 0.1 * 8, cubic.at(2), 1e-12);
        Image p = Image.zeros(Space.vector(3));
        p.data()[1] = 2;
        p.data()[2] = -1;
        assertArrayEquals(new float[] {0, 3.2f, -0.4f}, cubic.apply(p).data(), 1e-6f);
        BeamHardening fitted = BeamHardening.fit(new double[] {1, 2, 3, 4}, new double[] {1.4, 3.2, 4.8, 5.6}, 3);
        for (int k = 0; k < 3; k++) {
            assertEquals(cubic.coefficients().get(k), fitted.coefficients().get(k), 1e-9);
        }
        assertThrows(IllegalArgumentException.class, () -> BeamHardening.of());
        assertThrows(IllegalArgumentException.class, () -> BeamHardening.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> BeamHardening.fit(new double[1], new double[2], 1));
        assertThrows(IllegalArgumentException.class, () -> BeamHardening.ofSpectrum(SPECTRUM, WATER, 0, 1, 2));
    }

    @Test
    void waterAndSpectra() {
        // NIST's tabulated value, and one that lies between its neighbours.
        assertEquals(0.02059, Water.attenuation(60), 1e-9);
        assertTrue(Water.attenuation(70) < 0.02059 && Water.attenuation(70) > 0.01837);
        assertThrows(IllegalArgumentException.class, () -> Water.attenuation(4));
        assertEquals(0.3, new Spectrum(new double[] {60}, new double[] {7}).lineIntegral(new double[] {0.1}, 3), 1e-12);
        // Thick layers: the hardest energy alone is left.
        double p = SPECTRUM.lineIntegral(WATER, 1e5);
        assertEquals(WATER[5] * 1e5 - Math.log(0.2 / 3.6), p, 1e-6 * p);
        assertThrows(IllegalArgumentException.class, () -> new Spectrum(new double[] {1}, new double[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new Spectrum(new double[] {1, 2}, new double[] {1}));
    }
}
