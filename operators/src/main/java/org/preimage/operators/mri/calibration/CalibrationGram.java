package org.preimage.operators.mri.calibration;

import org.preimage.operators.parallel.Parallel;

/**
 * The Gram matrix of a calibration matrix: of all windows of the calibration block, as large as the kernel, of all coils,
 *
 * <pre>M[(c, k), (c', k')] = sum over w of x_c(w + k) conj(x_c'(w + k')).</pre>
 *
 * Entries with the same coils and the same k - k' are sums of the same products over shifted boxes, so that running sums along
 * the axes give them all.
 */
final class CalibrationGram {
    private final int[] block;
    private final int[] kernel;
    private final int[] windows;
    private final double[][][] samples;
    private final int taps;

    private CalibrationGram(double[][][] samples, int[] block, int[] kernel) {
        this.samples = samples;
        this.block = block;
        this.kernel = kernel;
        this.taps = kernel[0] * kernel[1] * kernel[2];
        this.windows = new int[] {block[0] - kernel[0] + 1, block[1] - kernel[1] + 1, block[2] - kernel[2] + 1};
    }

    /**
     * @param samples of each coil, real and imaginary parts
     * @param block sizes of the calibration block along three axes
     * @param kernel sizes of the kernel, none larger than the block's
     * @param re real part of M to fill, index tap + taps * coil
     * @param im imaginary part
     */
    static void fill(double[][][] samples, int[] block, int[] kernel, double[][] re, double[][] im) {
        CalibrationGram gram = new CalibrationGram(samples, block, kernel);
        int coils = samples.length;
        Parallel.ranges(coils * coils, 1, (from, to) -> {
            double[] pr = new double[samples[0][0].length];
            double[] pi = new double[pr.length];
            for (int pair = from; pair < to; pair++) {
                if (pair / coils <= pair % coils) {
                    gram.pair(pair / coils, pair % coils, pr, pi, re, im);
                }
            }
        });
    }

    private void pair(int c, int e, double[] pr, double[] pi, double[][] re, double[][] im) {
        int[] d = new int[3];
        for (d[2] = 1 - kernel[2]; d[2] < kernel[2]; d[2]++) {
            for (d[1] = 1 - kernel[1]; d[1] < kernel[1]; d[1]++) {
                for (d[0] = 1 - kernel[0]; d[0] < kernel[0]; d[0]++) {
                    displaced(c, e, d, pr, pi, re, im);
                }
            }
        }
    }

    /** All entries of two coils with k - k' = d. */
    private void displaced(int c, int e, int[] d, double[] pr, double[] pi, double[][] re, double[][] im) {
        int[] low = new int[3];
        int[] count = new int[3];
        int[] size = new int[3];
        for (int a = 0; a < 3; a++) {
            low[a] = Math.max(0, -d[a]);
            count[a] = kernel[a] - Math.abs(d[a]);
            size[a] = windows[a] + count[a] - 1;
        }
        products(samples[c], samples[e], d, low, size, pr, pi);
        runningSums(pr, size, count);
        runningSums(pi, size, count);
        int shift = (d[2] * kernel[1] + d[1]) * kernel[0] + d[0];
        for (int z = 0; z < count[2]; z++) {
            for (int y = 0; y < count[1]; y++) {
                for (int x = 0; x < count[0]; x++) {
                    int at = (z * size[1] + y) * size[0] + x;
                    int second = ((low[2] + z) * kernel[1] + low[1] + y) * kernel[0] + low[0] + x;
                    int i = c * taps + second + shift;
                    int j = e * taps + second;
                    re[i][j] = pr[at];
                    im[i][j] = pi[at];
                    re[j][i] = pr[at];
                    im[j][i] = -pi[at];
                }
            }
        }
    }

    private void products(
            double[][] first, double[][] second, int[] d, int[] low, int[] size, double[] pr, double[] pi) {
        int shift = (d[2] * block[1] + d[1]) * block[0] + d[0];
        for (int z = 0; z < size[2]; z++) {
            for (int y = 0; y < size[1]; y++) {
                int at = (z * size[1] + y) * size[0];
                int of = ((low[2] + z) * block[1] + low[1] + y) * block[0] + low[0];
                for (int x = 0; x < size[0]; x++) {
                    double ar = first[0][of + shift + x];
                    double ai = first[1][of + shift + x];
                    double br = second[0][of + x];
                    double bi = second[1][of + x];
                    pr[at + x] = ar * br + ai * bi;
                    pi[at + x] = ai * br - ar * bi;
                }
            }
        }
    }

    /** Sums over boxes of all windows: afterwards the entry at (x, y, z) is the sum over the box that begins there. */
    private void runningSums(double[] p, int[] size, int[] count) {
        int stride = 1;
        for (int a = 0; a < 3; a++) {
            int lines = size[0] * size[1] * size[2] / size[a];
            for (int l = 0; l < lines && size[a] > 1; l++) {
                int start = l / stride * stride * size[a] + l % stride;
                double sum = 0;
                for (int i = 0; i < windows[a]; i++) {
                    sum += p[start + i * stride];
                }
                for (int i = 0; i < count[a]; i++) {
                    double first = p[start + i * stride];
                    p[start + i * stride] = sum;
                    if (i + 1 < count[a]) {
                        sum += p[start + (i + windows[a]) * stride] - first;
                    }
                }
            }
            stride *= size[a];
        }
    }
}
