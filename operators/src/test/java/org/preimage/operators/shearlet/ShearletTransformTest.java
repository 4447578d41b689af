package org.preimage.operators.shearlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.AnalysisOperatorContract;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class ShearletTransformTest {
    @Nested
    class EvenContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new ShearletTransform(Space.image(6, 8, 1), 4);
        }
    }

    @Nested
    class OddContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new ShearletTransform(Space.image(5, 7, 1), 4, 4);
        }
    }

    @Nested
    class ComplexContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new ShearletTransform(Space.image(5, 6, 1).complex(), 4);
        }
    }

    @Nested
    class PlanesContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new ShearletTransform(Space.volume(3, 4, 2, 1), 8);
        }
    }

    @ParameterizedTest
    @CsvSource({"64,64,17", "65,90,17", "128,37,9", "3,2,9"})
    void anySizeIsATightFrame(int nx, int ny, int bands) {
        Space space = Space.image(nx, ny, 1);
        ShearletTransform s = ShearletTransform.of(space);
        assertEquals(bands, s.redundancy(), 1e-12);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.013 * i * i);
        }
        float[] y = s.apply(x);
        assertEquals(1, Vectors.norm(y) / Vectors.norm(x), 1e-6);
        assertTrue(Vectors.relativeDistance(s.inverse().apply(y), x) < 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"16,16", "15,12", "9,21"})
    void windowsAreSymmetricAndTheirSquaresSumToOne(int nx, int ny) {
        Windows windows = new Windows(nx, ny, new int[] {4, 8});
        double[] sum = new double[nx * ny];
        for (int b = 0; b < windows.bands(); b++) {
            float[] w = windows.window(b);
            for (int j = 0; j < ny; j++) {
                for (int i = 0; i < nx; i++) {
                    sum[j * nx + i] += w[j * nx + i] * w[j * nx + i];
                    int oi = Math.floorMod(nx / 2 * 2 - i, nx);
                    int oj = Math.floorMod(ny / 2 * 2 - j, ny);
                    assertEquals(w[oj * nx + oi], w[j * nx + i]);
                }
            }
        }
        for (double v : sum) {
            assertEquals(1, v, 1e-6);
        }
    }

    /** The definition, band by band, with sums for Fourier transforms. */
    @Test
    void agreesWithTheFormula() {
        int nx = 9;
        int ny = 8;
        Space space = Space.image(nx, ny, 1);
        ShearletTransform s = new ShearletTransform(space, 4, 8);
        Windows windows = new Windows(nx, ny, new int[] {4, 8});
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.3 * i * i);
        }
        float[] y = s.apply(x);
        for (int b = 0; b < windows.bands(); b++) {
            float[] w = windows.window(b);
            double[] kernel = new double[nx * ny];
            for (int r = 0; r < ny; r++) {
                for (int c = 0; c < nx; c++) {
                    for (int k = 0; k < nx * ny; k++) {
                        double kx = (double) (k % nx - nx / 2) / nx;
                        double ky = (double) (k / nx - ny / 2) / ny;
                        kernel[r * nx + c] += w[k] * Math.cos(2 * Math.PI * (kx * c + ky * r)) / (nx * ny);
                    }
                }
            }
            for (int r = 0; r < ny; r++) {
                for (int c = 0; c < nx; c++) {
                    double sum = 0;
                    for (int i = 0; i < nx * ny; i++) {
                        int dr = Math.floorMod(r - i / nx, ny);
                        int dc = Math.floorMod(c - i % nx, nx);
                        sum += kernel[dr * nx + dc] * x[i];
                    }
                    assertEquals(sum, y[b * nx * ny + r * nx + c], 1e-5, "band " + b);
                }
            }
        }
    }

    /** Waves across, along and at both diagonals belong to one direction of the finest octave each. */
    @ParameterizedTest
    @CsvSource({"20,0,0", "20,20,2", "0,20,4", "-20,20,6", "20,10,1"})
    void wavesGoToTheirDirection(int kx, int ky, int direction) {
        Space space = Space.image(64, 64, 1);
        ShearletTransform s = new ShearletTransform(space, 8, 8);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(2 * Math.PI * (kx * (i % 64) + ky * (i / 64)) / 64);
        }
        float[] y = s.apply(x);
        for (int b = 0; b < 17; b++) {
            double energy = 0;
            for (int i = 0; i < 4096; i++) {
                energy += y[b * 4096 + i] * y[b * 4096 + i];
            }
            assertEquals(b == 9 + direction ? 2048 : 0, energy, 1e-2, "band " + b);
        }
    }

    /** Long across its waves and short along them, and nearly all of it near its place. */
    @Test
    void shearletsAreLocalisedAndOriented() {
        Space space = Space.image(128, 128, 1);
        ShearletTransform s = ShearletTransform.of(space);
        assertArrayEquals(new int[] {8, 8, 16}, s.directions());
        float[] c = s.range().zeros();
        int band = 1 + 8 + 8;
        c[(band * 128 + 64) * 128 + 64] = 1;
        float[] x = s.adjoint(c);
        double all = 0;
        double near = 0;
        double across = 0;
        double along = 0;
        for (int i = 0; i < x.length; i++) {
            double e = x[i] * x[i];
            double dx = i % 128 - 64;
            double dy = i / 128 - 64;
            all += e;
            near += Math.hypot(dx, dy) < 16 ? e : 0;
            across += e * dx * dx;
            along += e * dy * dy;
        }
        assertTrue(near > 0.98 * all, "near " + near / all);
        assertTrue(along > 4 * across, along + " along, " + across + " across");
        assertEquals(s.norms()[band], Math.sqrt(all), 1e-5);
    }

    @Test
    void otherSpacesAndDirectionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ShearletTransform.of(Space.vector(16)));
        assertThrows(IllegalArgumentException.class, () -> new ShearletTransform(Space.image(8, 8, 1)));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new ShearletTransform(Space.image(8, 8, 1), 6));
        assertEquals("the directions of an octave are 6, but must be a multiple of 4 between 4 and 64", e.getMessage());
    }
}
