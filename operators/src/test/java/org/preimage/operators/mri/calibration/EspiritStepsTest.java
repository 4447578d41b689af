package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.linear.HermitianEigen;

/** The fast steps of ESPIRiT beside their definitions, written out. */
class EspiritStepsTest {
    private static double[][][] samples(int coils, int n) {
        RandomGenerator random = Coils.random(4);
        double[][][] samples = new double[coils][2][n];
        for (double[][] coil : samples) {
            for (double[] part : coil) {
                for (int i = 0; i < n; i++) {
                    part[i] = random.nextGaussian();
                }
            }
        }
        return samples;
    }

    /** A^T conj(A) of the calibration matrix A, one window a row. */
    private static double[][][] gram(double[][][] samples, int[] block, int[] kernel) {
        int taps = kernel[0] * kernel[1] * kernel[2];
        int n = samples.length * taps;
        double[][][] gram = new double[2][n][n];
        double[] re = new double[n];
        double[] im = new double[n];
        for (int z = 0; z <= block[2] - kernel[2]; z++) {
            for (int y = 0; y <= block[1] - kernel[1]; y++) {
                for (int x = 0; x <= block[0] - kernel[0]; x++) {
                    for (int i = 0; i < n; i++) {
                        int k = i % taps;
                        int at = ((z + k / (kernel[0] * kernel[1])) * block[1] + y + k / kernel[0] % kernel[1])
                                        * block[0]
                                + x
                                + k % kernel[0];
                        re[i] = samples[i / taps][0][at];
                        im[i] = samples[i / taps][1][at];
                    }
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < n; j++) {
                            gram[0][i][j] += re[i] * re[j] + im[i] * im[j];
                            gram[1][i][j] += im[i] * re[j] - re[i] * im[j];
                        }
                    }
                }
            }
        }
        return gram;
    }

    private static void compareGram(int[] block, int[] kernel) {
        double[][][] samples = samples(3, block[0] * block[1] * block[2]);
        double[][][] expected = gram(samples, block, kernel);
        int n = expected[0].length;
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        CalibrationGram.fill(samples, block, kernel, re, im);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertEquals(expected[0][i][j], re[i][j], 1e-11);
                assertEquals(expected[1][i][j], im[i][j], 1e-11);
            }
        }
    }

    @Test
    void gramIsThatOfAllWindows() {
        compareGram(new int[] {9, 7, 1}, new int[] {3, 3, 1});
        compareGram(new int[] {4, 8, 1}, new int[] {3, 2, 1});
        compareGram(new int[] {5, 6, 4}, new int[] {2, 3, 2});
    }

    private static void compareTransform(int[] sizes, int[] block, int[] kernel, int[] pixel) {
        int coils = 3;
        int taps = kernel[0] * kernel[1] * kernel[2];
        double[][][] samples = samples(coils, block[0] * block[1] * block[2]);
        double threshold = 0.3;
        double[][][] gram = gram(samples, block, kernel);
        HermitianEigen eigen = HermitianEigen.of(gram[0], gram[1]);
        double[] values = eigen.values();
        int kept = 0;
        while (kept < values.length && values[kept] > threshold * values[0]) {
            kept++;
        }
        assertTrue(kept > 2 && kept < values.length - 2, "a test of " + kept + " of " + values.length);
        HermitianEigen.Rows v = eigen.vectors(kept);
        SignalSpace space = SignalSpace.of(samples, block, kernel, threshold);
        assertEquals(kept, space.kernels());

        PixelMatrices pixels = new PixelMatrices(coils);
        KernelTransform.Rows rows = new KernelTransform(space, sizes, coils).new Rows();
        rows.go(0);
        rows.go(pixel[2] * sizes[1] + pixel[1]);
        rows.matrices(0, pixels);
        double[][][] g = new double[2][coils][coils];
        for (int j = 0; j < kept; j++) {
            double[][] at = new double[2][coils];
            for (int i = 0; i < coils * taps; i++) {
                int[] k = {i % taps % kernel[0], i % taps / kernel[0] % kernel[1], i % taps / (kernel[0] * kernel[1])};
                double phase = 0;
                for (int a = 0; a < 3; a++) {
                    phase += 2 * Math.PI * k[a] * (pixel[a] - sizes[a] / 2) / sizes[a];
                }
                at[0][i / taps] += v.re()[j][i] * Math.cos(phase) - v.im()[j][i] * Math.sin(phase);
                at[1][i / taps] += v.im()[j][i] * Math.cos(phase) + v.re()[j][i] * Math.sin(phase);
            }
            for (int c = 0; c < coils; c++) {
                for (int e = 0; e < coils; e++) {
                    g[0][c][e] += (at[0][c] * at[0][e] + at[1][c] * at[1][e]) / taps;
                    g[1][c][e] += (at[1][c] * at[0][e] - at[0][c] * at[1][e]) / taps;
                }
            }
        }
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                int p = SignalSpace.pair(c, e, coils);
                assertEquals(g[0][c][e], pixels.gr[p][pixel[0]], 1e-6);
                assertEquals(g[1][c][e], pixels.gi[p][pixel[0]], 1e-6);
            }
        }
        double[] expected = HermitianEigen.of(g[0], g[1]).values();
        pixels.solve(PixelMatrices.LANES);
        assertEquals(expected[0], pixels.value[pixel[0]], 2e-6);
        pixels.deflate();
        pixels.solve(PixelMatrices.LANES);
        assertEquals(expected[1], pixels.value[pixel[0]], 1e-5);
    }

    @Test
    void pixelsHaveTheMatricesOfTheTransformedKernels() {
        compareTransform(new int[] {20, 13, 1}, new int[] {8, 7, 1}, new int[] {3, 3, 1}, new int[] {17, 2, 0});
        compareTransform(new int[] {9, 10, 7}, new int[] {5, 5, 5}, new int[] {2, 2, 2}, new int[] {1, 8, 6});
    }
}
