package org.preimage.operators.mri.calibration;

import java.util.Arrays;

/** Sums of x x<sup>H</sup> over windows of coil images, for one row of pixels at a time. One instance for each thread. */
final class LocalCovariance {
    private final float[] images;
    private final int[] sizes;
    private final int coils;
    private final int half;

    /** For each pair of coils the sums over the window's rows, with zeros on both sides of the row. */
    private final float[][] re;

    private final float[][] im;

    /** @param window odd */
    LocalCovariance(float[] images, int[] sizes, int coils, int window) {
        this.images = images;
        this.sizes = sizes;
        this.coils = coils;
        this.half = window / 2;
        int lanes = PixelMatrices.LANES;
        int length = (sizes[0] + lanes - 1) / lanes * lanes + 2 * half;
        this.re = new float[coils * (coils + 1) / 2][length];
        this.im = new float[coils * (coils + 1) / 2][length];
    }

    /** Goes to the row of this number, of all rows of all planes. */
    void go(int row) {
        for (int p = 0; p < re.length; p++) {
            Arrays.fill(re[p], 0);
            Arrays.fill(im[p], 0);
        }
        int y = row % sizes[1];
        int z = row / sizes[1];
        for (int w = Math.max(0, z - half); w <= Math.min(sizes[2] - 1, z + half); w++) {
            for (int v = Math.max(0, y - half); v <= Math.min(sizes[1] - 1, y + half); v++) {
                addRow(w * sizes[1] + v);
            }
        }
    }

    private void addRow(int row) {
        int points = sizes[0] * sizes[1] * sizes[2];
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                int p = SignalSpace.pair(c, e, coils);
                int first = 2 * (c * points + row * sizes[0]);
                int second = 2 * (e * points + row * sizes[0]);
                addProducts(images, first, second, sizes[0], re[p], im[p], half);
            }
        }
    }

    private static void addProducts(float[] x, int a, int b, int n, float[] re, float[] im, int at) {
        for (int i = 0; i < n; i++) {
            float ar = x[a + 2 * i];
            float ai = x[a + 2 * i + 1];
            float br = x[b + 2 * i];
            float bi = x[b + 2 * i + 1];
            re[at + i] += ar * br + ai * bi;
            im[at + i] += ai * br - ar * bi;
        }
    }

    /** The matrices at pixels {@code x} and following of this row. */
    void matrices(int x, PixelMatrices out) {
        for (int p = 0; p < re.length; p++) {
            Arrays.fill(out.gr[p], 0);
            Arrays.fill(out.gi[p], 0);
            for (int d = 0; d <= 2 * half; d++) {
                add(re[p], x + d, out.gr[p]);
                add(im[p], x + d, out.gi[p]);
            }
        }
    }

    private static void add(float[] x, int from, float[] out) {
        for (int l = 0; l < PixelMatrices.LANES; l++) {
            out[l] += x[from + l];
        }
    }
}
