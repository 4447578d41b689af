package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Against the transport-of-intensity equation, which the filter inverts: I = T - a^2 laplace T, T = exp(-mu thickness). */
class PaganinTest {
    private static final double PIXEL = 0.002;
    private static final Paganin FILTER = new Paganin(20, 100, PIXEL, 200);

    /** lambda (delta / beta) z / (4 pi) with lambda = 12.398 keV Angstrom / 20 keV. */
    private static final double A2 = 12.39842e-7 / 20 * 200 * 100 / (4 * Math.PI);

    private static Image projections(int nx, int ny) {
        return Image.zeros(Space.of(
                new Axis(Role.DETECTOR, nx, PIXEL), new Axis(Role.DETECTOR_ROW, ny, PIXEL), new Axis(Role.ANGLE, 2)));
    }

    @Test
    void fringesBecomeThicknessInTwoDimensions() {
        int nx = 100;
        int ny = 80;
        Image p = projections(nx, ny);
        Image truth = projections(nx, ny);
        double width = 12 * PIXEL;
        boolean fringes = false;
        for (int v = 0; v < 2; v++) {
            for (int r = 0; r < ny; r++) {
                for (int c = 0; c < nx; c++) {
                    double x = (c - 45 - 3 * v) * PIXEL;
                    double y = (r - 38) * PIXEL;
                    // T = 1 - 0.6 g with a Gaussian g, whose Laplacian is known.
                    double g = Math.exp(-(x * x + y * y) / (2 * width * width));
                    double laplacian = -0.6 * g * ((x * x + y * y) / (width * width) - 2) / (width * width);
                    double transmission = 1 - 0.6 * g;
                    int i = (v * ny + r) * nx + c;
                    truth.data()[i] = (float) -Math.log(transmission);
                    p.data()[i] = (float) -Math.log(transmission - A2 * laplacian);
                    fringes |= Math.abs(p.data()[i] - truth.data()[i]) > 0.3;
                }
            }
        }
        assertTrue(fringes, "the test is too easy");
        assertArrayEquals(truth.data(), FILTER.apply(p).data(), 5e-3f);
    }

    @Test
    void aSingleRowIsFilteredAlongItsCells() {
        int n = 200;
        Image p = Image.zeros(Space.of(new Axis(Role.DETECTOR, n), new Axis(Role.ANGLE, 1)));
        float[] truth = new float[n];
        double width = 10 * PIXEL;
        for (int c = 0; c < n; c++) {
            double x = (c - 90) * PIXEL;
            double g = Math.exp(-x * x / (2 * width * width));
            double second = -0.6 * g * (x * x / (width * width) - 1) / (width * width);
            truth[c] = (float) -Math.log(1 - 0.6 * g);
            p.data()[c] = (float) -Math.log(1 - 0.6 * g - A2 * second);
        }
        assertArrayEquals(truth, FILTER.apply(p).data(), 2e-3f);
    }

    @Test
    void aBlockWithItsHaloGivesWhatTheWholeGives() {
        int ny = 2 * FILTER.halo() + 40;
        Image p = projections(30, ny);
        for (int i = 0; i < p.data().length; i++) {
            p.data()[i] = (float) (1 + Math.sin(i * 0.37) * Math.cos(i * 0.011));
        }
        Image whole = Layout.rows(FILTER.apply(p), FILTER.halo() + 10, 5);
        Image block = FILTER.apply(Layout.rows(p, 10, 2 * FILTER.halo() + 5));
        assertArrayEquals(whole.data(), Layout.rows(block, FILTER.halo(), 5).data(), 1e-3f);
    }

    @Test
    void aConstantStays() {
        Image p = projections(31, 17);
        Arrays.fill(p.data(), 0.7f);
        for (float v : FILTER.apply(p).data()) {
            assertEquals(0.7, v, 1e-4);
        }
        assertThrows(IllegalArgumentException.class, () -> new Paganin(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Paganin(20, 1, Double.NaN, 1));
    }
}
