package org.preimage.operators.mri.calibration;

import java.util.Arrays;

/**
 * The Fourier transform of a {@link SignalSpace}'s autocorrelation at the pixels of an image,
 *
 * <pre>G[c, c'](r) = sum over d of C[c, c'](d) exp(2 pi i d . r / N), r counted from N / 2:</pre>
 *
 * exact at every pixel, one axis after another, since there are few displacements. Along x those of d and -d are taken
 * together, as they share a cosine and a sine.
 */
final class KernelTransform {
    private final SignalSpace space;
    private final int[] sizes;
    private final int coils;

    /** For each positive displacement along x, at each x; a multiple of the lanes long. */
    private final float[][] cos;

    private final float[][] sin;

    KernelTransform(SignalSpace space, int[] sizes, int coils) {
        this.space = space;
        this.sizes = sizes.clone();
        this.coils = coils;
        int half = space.span()[0] / 2;
        int padded = (sizes[0] + PixelMatrices.LANES - 1) / PixelMatrices.LANES * PixelMatrices.LANES;
        this.cos = new float[half][padded];
        this.sin = new float[half][padded];
        for (int j = 0; j < half; j++) {
            for (int x = 0; x < sizes[0]; x++) {
                double phase = 2 * Math.PI * (j + 1) * (x - sizes[0] / 2) / sizes[0];
                cos[j][x] = (float) Math.cos(phase);
                sin[j][x] = (float) Math.sin(phase);
            }
        }
    }

    /** The transform along z and y, for one row of pixels at a time. One instance for each thread. */
    final class Rows {
        private final double[][] planeRe = new double[space.re().length][space.span()[0] * space.span()[1]];
        private final double[][] planeIm = new double[space.re().length][space.span()[0] * space.span()[1]];
        private final double[][] rowRe = new double[space.re().length][space.span()[0]];
        private final double[][] rowIm = new double[space.re().length][space.span()[0]];
        private int plane = -1;

        /** Goes to the row of this number, of all rows of all planes. */
        void go(int row) {
            int z = row / sizes[1];
            for (int p = 0; p < rowRe.length; p++) {
                if (z != plane) {
                    along(space.re()[p], space.im()[p], space.span()[2], z, sizes[2], planeRe[p], planeIm[p]);
                }
                along(planeRe[p], planeIm[p], space.span()[1], row % sizes[1], sizes[1], rowRe[p], rowIm[p]);
            }
            plane = z;
        }

        /** The matrices at pixels {@code x} and following of this row. */
        void matrices(int x, PixelMatrices out) {
            for (int c = 0; c < coils; c++) {
                for (int e = c; e < coils; e++) {
                    int p = SignalSpace.pair(c, e, coils);
                    alongX(rowRe[p], rowIm[p], x, c == e, out.gr[p], out.gi[p]);
                }
            }
        }
    }

    /** out = sum over the slowest axis of in exp(2 pi i d (at - N / 2) / N). */
    private static void along(double[] re, double[] im, int span, int at, int n, double[] outRe, double[] outIm) {
        int inner = outRe.length;
        Arrays.fill(outRe, 0);
        Arrays.fill(outIm, 0);
        for (int d = 0; d < span; d++) {
            double phase = 2 * Math.PI * (d - span / 2) * (at - n / 2) / n;
            double cr = Math.cos(phase);
            double ci = Math.sin(phase);
            for (int i = 0; i < inner; i++) {
                outRe[i] += cr * re[d * inner + i] - ci * im[d * inner + i];
                outIm[i] += cr * im[d * inner + i] + ci * re[d * inner + i];
            }
        }
    }

    private void alongX(double[] re, double[] im, int x, boolean real, float[] outRe, float[] outIm) {
        int half = cos.length;
        Arrays.fill(outRe, (float) re[half]);
        Arrays.fill(outIm, real ? 0 : (float) im[half]);
        for (int j = 1; j <= half; j++) {
            float cosRe = (float) (re[half + j] + re[half - j]);
            float sinRe = (float) (im[half - j] - im[half + j]);
            add(cosRe, cos[j - 1], sinRe, sin[j - 1], x, outRe);
            if (!real) {
                float cosIm = (float) (im[half + j] + im[half - j]);
                float sinIm = (float) (re[half + j] - re[half - j]);
                add(cosIm, cos[j - 1], sinIm, sin[j - 1], x, outIm);
            }
        }
    }

    private static void add(float a, float[] x, float b, float[] y, int from, float[] out) {
        for (int l = 0; l < PixelMatrices.LANES; l++) {
            out[l] += a * x[from + l] + b * y[from + l];
        }
    }
}
