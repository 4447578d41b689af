package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class RampFilterTest {
    private static Space sinogram(int cells, double spacing, int views) {
        return Space.of(new Axis(Role.DETECTOR, cells, spacing), new Axis(Role.ANGLE, views));
    }

    @Nested
    class RamLakContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RampFilter(sinogram(37, 0.7, 5), RampFilter.Window.RAM_LAK, 1);
        }
    }

    @Nested
    class HannContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RampFilter(sinogram(32, 1, 4), RampFilter.Window.HANN, 0.6);
        }
    }

    @Nested
    class OneCellContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new RampFilter(sinogram(1, 2, 3), RampFilter.Window.COSINE, 1);
        }
    }

    @Test
    void equalsTheConvolution() {
        Space space = sinogram(83, 0.4, 7);
        float[] x = ParallelProjectorTest.gaussian(space, 1);
        float[] found = new RampFilter(space, RampFilter.Window.RAM_LAK, 1).apply(x);
        float[] expected = space.zeros();
        for (int a = 0; a < 7; a++) {
            for (int i = 0; i < 83; i++) {
                double sum = 0;
                for (int j = 0; j < 83; j++) {
                    int n = i - j;
                    double h = n == 0 ? 0.25 : n % 2 == 0 ? 0 : -1 / (Math.PI * Math.PI * n * n);
                    sum += h * x[a * 83 + j];
                }
                expected[a * 83 + i] = (float) (sum / 0.4);
            }
        }
        assertTrue(Vectors.relativeDistance(found, expected) < 1e-6);
    }

    /** A cosine in the middle of a long row comes out multiplied with |f| / spacing and the window. */
    @Test
    void windowsScaleFrequenciesAsTheyPromise() {
        int cells = 4096;
        Space space = sinogram(cells, 2, 1);
        for (double f : new double[] {1.0 / 16, 1.0 / 8, 1.0 / 4, 3.0 / 8}) {
            float[] x = space.zeros();
            for (int i = 0; i < cells; i++) {
                x[i] = (float) Math.cos(2 * Math.PI * f * i);
            }
            for (RampFilter.Window window : RampFilter.Window.values()) {
                for (double cutoff : new double[] {1, 0.6}) {
                    double g = f / cutoff;
                    double w = Math.PI * g;
                    double gain = g > 0.5
                            ? 0
                            : switch (window) {
                                case RAM_LAK -> 1;
                                case SHEPP_LOGAN -> Math.sin(w) / w;
                                case COSINE -> Math.cos(w);
                                case HAMMING -> 0.54 + 0.46 * Math.cos(2 * w);
                                case HANN -> 0.5 + 0.5 * Math.cos(2 * w);
                            };
                    float[] y = new RampFilter(space, window, cutoff).apply(x);
                    assertEquals(gain * f / 2, y[cells / 2], 2e-4, window + " at " + f + ", cutoff " + cutoff);
                }
            }
        }
    }

    @Test
    void labelsNameTheWindows() {
        for (RampFilter.Window window : RampFilter.Window.values()) {
            assertEquals(window, RampFilter.Window.labelled(window.label()));
        }
        String message = assertThrows(IllegalArgumentException.class, () -> RampFilter.Window.labelled("blackman"))
                .getMessage();
        assertEquals("window is \"blackman\", but must be one of ram-lak, shepp-logan, cosine, hamming, hann", message);
    }

    @Test
    void otherSpacesAndCutoffsAreRefused() {
        Space space = sinogram(8, 1, 2);
        for (double cutoff : new double[] {0, -1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new RampFilter(space, RampFilter.Window.HANN, cutoff));
        }
        Space image = Space.image(8, 8, 1);
        assertThrows(IllegalArgumentException.class, () -> new RampFilter(image, RampFilter.Window.HANN, 1));
        assertThrows(IllegalArgumentException.class, () -> new RampFilter(space.complex(), RampFilter.Window.HANN, 1));
    }
}
