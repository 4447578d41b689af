package org.preimage.operators.blur;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.special.BesselJ;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;

/** Facts of diffraction about the point spread functions of microscopes. */
class MicroscopeTest {
    private static final double WAVELENGTH = 520e-6;
    private static final BornWolf DRY = new BornWolf(0.75, WAVELENGTH, 1, 5, 5);

    @Test
    void inFocusItIsTheAiryDisc() {
        double peak = DRY.intensity(0, 0);
        double k = 2 * Math.PI / WAVELENGTH;
        for (double r = 5e-5; r < 2e-3; r += 5e-5) {
            double v = k * 0.75 * r;
            double airy = Math.pow(2 * BesselJ.value(1, v) / v, 2);
            assertEquals(airy, DRY.intensity(r, 0) / peak, 1e-9);
        }
        // The first dark ring, with the constant of text books.
        assertEquals(0, DRY.intensity(0.60983 * WAVELENGTH / 0.75, 0) / peak, 1e-9);
    }

    @Test
    void onTheAxisItIsASincWhoseFirstZeroIsKnown() {
        double peak = DRY.intensity(0, 0);
        double first = 2 * WAVELENGTH / (0.75 * 0.75);
        assertEquals(0, DRY.intensity(0, first) / peak, 1e-9);
        for (double z = first / 7; z < 4 * first; z += first / 7) {
            double u = Math.PI * z / first;
            double sinc = Math.sin(u) / u;
            assertEquals(sinc * sinc, DRY.intensity(0, z) / peak, 1e-9);
            assertEquals(DRY.intensity(1e-4, z), DRY.intensity(1e-4, -z), 1e-12);
        }
    }

    @Test
    void everyPlaneHasTheSameLight() {
        Image psf = new BornWolf(0.75, WAVELENGTH, 1, 101, 101, 5).sample(2e-4, 2e-4, 1e-3);
        int plane = 101 * 101;
        double[] light = new double[5];
        for (int i = 0; i < psf.data().length; i++) {
            light[i / plane] += psf.data()[i];
        }
        for (double l : light) {
            // The rest is in rings outside of the grid.
            assertEquals(0.2, l, 0.004);
        }
        for (int i = 0; i < plane; i++) {
            assertEquals(psf.data()[i], psf.data()[4 * plane + i], 1e-9);
            assertEquals(psf.data()[i], psf.data()[plane - 1 - i], 1e-9);
        }
    }

    @Test
    void pixelsIntegrate() {
        Image fine = new BornWolf(0.75, WAVELENGTH, 1, 81, 81).sample(2e-5, 2e-5);
        Image coarse = new BornWolf(0.75, WAVELENGTH, 1, 9, 9).sample(1.8e-4, 1.8e-4);
        double most = 0;
        for (int i = 0; i < 81; i++) {
            double sum = 0;
            for (int j = 0; j < 81; j++) {
                sum += fine.data()[(i / 9 * 9 + j / 9) * 81 + i % 9 * 9 + j % 9];
            }
            most = Math.max(most, Math.abs(sum - coarse.data()[i]));
        }
        assertTrue(most < 2e-3 * coarse.data()[40], "difference " + most + " of " + coarse.data()[40]);
    }

    @Test
    void gibsonLanniWithoutAberrationIsBornWolfForSmallApertures() {
        GibsonLanni.Media media = new GibsonLanni.Media(1.5, 1.5, 1.5, 1.5, 1.5, 0.15, 0.17, 0.17);
        GibsonLanni general = new GibsonLanni(0.1, WAVELENGTH, media, 0, 5, 5);
        BornWolf paraxial = new BornWolf(0.1, WAVELENGTH, 1.5, 5, 5);
        double peak = paraxial.intensity(0, 0);
        for (double z = -0.1; z < 0.11; z += 0.02) {
            for (double r = 0; r < 4e-3; r += 1e-3) {
                assertEquals(paraxial.intensity(r, z) / peak, general.intensity(r, z) / peak, 2e-3);
            }
        }
    }

    @Test
    void depthMovesTheFocusByTheRatioOfTheIndices() {
        double depth = 0.1;
        GibsonLanni deep = new GibsonLanni(0.3, WAVELENGTH, GibsonLanni.Media.oil(), depth, 5, 5);
        assertEquals(-depth * 1.5 / 1.33, brightest(deep, -0.2, 0, 4e-4), 2e-3);
        GibsonLanni none = new GibsonLanni(0.3, WAVELENGTH, GibsonLanni.Media.oil(), 0, 5, 5);
        assertEquals(0, brightest(none, -0.1, 0.1, 4e-4), 1e-3);
    }

    private static double brightest(GibsonLanni psf, double from, double to, double step) {
        double best = from;
        for (double z = from; z <= to; z += step) {
            best = psf.intensity(0, z) > psf.intensity(0, best) ? z : best;
        }
        return best;
    }

    @Test
    void aberrationTakesLightFromThePeakAndSymmetryFromTheAxis() {
        GibsonLanni flat = new GibsonLanni(1.2, 610e-6, GibsonLanni.Media.oil(), 0, 5, 5);
        GibsonLanni deep = new GibsonLanni(1.2, 610e-6, GibsonLanni.Media.oil(), 0.01, 5, 5);
        double focus = brightest(deep, -0.02, 0, 1e-4);
        double peak = deep.intensity(0, focus);
        assertTrue(peak < 0.6 * flat.intensity(0, 0), "peak " + peak);
        double before = 0;
        double behind = 0;
        for (double z = 1e-4; z < 5e-3; z += 1e-4) {
            before += deep.intensity(0, focus - z);
            behind += deep.intensity(0, focus + z);
            assertEquals(1, flat.intensity(0, z) / flat.intensity(0, -z), 1e-6);
        }
        assertTrue(Math.max(before, behind) > 1.2 * Math.min(before, behind), before + " " + behind);
    }

    /** The integral by as many points as it takes, for aberrations that turn the phase many times. */
    @Test
    void quadratureResolvesStrongAberrations() {
        GibsonLanni.Media m = GibsonLanni.Media.oil();
        double depth = 0.02;
        GibsonLanni psf = new GibsonLanni(1.4, 610e-6, m, depth, 5, 5);
        double k = 2 * Math.PI / 610e-6;
        for (double[] at : new double[][] {{0, -0.02}, {5e-4, -0.018}, {3e-3, -0.03}}) {
            int n = 40000;
            double edge = 1.33 / 1.4;
            double re = 0;
            double im = 0;
            for (int i = 0; i < n; i++) {
                // Points closer to the edge, where the root is steep.
                double t = (i + 0.5) / n;
                double p = edge * (1 - (1 - t) * (1 - t));
                double weight = edge * 2 * (1 - t) / n * p * BesselJ.value(0, k * 1.4 * at[0] * p);
                double s = 1.4 * p;
                double w = (at[1]) * Math.sqrt(1.5 * 1.5 - s * s) + depth * Math.sqrt(1.33 * 1.33 - s * s);
                re += weight * Math.cos(k * w);
                im += weight * Math.sin(k * w);
            }
            assertEquals(re * re + im * im, psf.intensity(at[0], at[1]), 1e-6);
        }
    }
}
