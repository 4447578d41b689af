package org.preimage.reconstruction.denoise;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A linear transform of n samples, as a matrix whose rows have norm 1, with its inverse: white noise of unit variance has unit
 * variance in each coefficient. Coefficient 0 is the only one that sees the mean.
 */
final class BlockTransform {
    /** The decomposition low-pass of the biorthogonal spline wavelet 1.5 times sqrt 2, from its centre outwards. */
    private static final double[] LOW = {1, 22 / 128.0, -22 / 128.0, -3 / 128.0, 3 / 128.0};

    private final int n;
    private final float[] forward;
    private final float[] inverse;

    private BlockTransform(RealMatrix matrix) {
        this.n = matrix.getRowDimension();
        for (int i = 0; i < n; i++) {
            matrix.setRowVector(i, matrix.getRowVector(i).unitVector());
        }
        this.forward = entries(matrix);
        this.inverse = entries(new LUDecomposition(matrix).getSolver().getInverse());
    }

    private static float[] entries(RealMatrix matrix) {
        int n = matrix.getRowDimension();
        float[] entries = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            entries[i] = (float) matrix.getEntry(i / n, i % n);
        }
        return entries;
    }

    /** The orthogonal cosine transform of type 2. */
    static BlockTransform cosine(int n) {
        RealMatrix matrix = new Array2DRowRealMatrix(n, n);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                matrix.setEntry(k, i, Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * n)));
            }
        }
        return new BlockTransform(matrix);
    }

    /**
     * The periodic biorthogonal spline wavelet 1.5 to the last level (Cohen, Daubechies and Feauveau 1992, Biorthogonal bases of
     * compactly supported wavelets, Comm. Pure Appl. Math. 45), averages first; where n is no power of 2, the cosine
     * transform.
     */
    static BlockTransform spline(int n) {
        if (Integer.bitCount(n) != 1) {
            return cosine(n);
        }
        RealMatrix matrix = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            double[] x = new double[n];
            x[i] = 1;
            for (int m = n; m > 1; m /= 2) {
                split(x, m);
            }
            matrix.setColumn(i, x);
        }
        return new BlockTransform(matrix);
    }

    /** One level: the first m samples become m / 2 averages and m / 2 details. */
    private static void split(double[] x, int m) {
        double[] next = new double[m];
        for (int i = 0; i < m / 2; i++) {
            for (int k = 0; k < LOW.length; k++) {
                // The filter is symmetric about the middle of each pair.
                next[i] += LOW[k] * (x[Math.floorMod(2 * i - k, m)] + x[Math.floorMod(2 * i + 1 + k, m)]);
            }
            next[m / 2 + i] = x[2 * i] - x[2 * i + 1];
        }
        System.arraycopy(next, 0, x, 0, m);
    }

    /** Samples. */
    int n() {
        return n;
    }

    /** Transforms many vectors, entry i of which stand side by side from {@code i * lanes} on. */
    void forward(float[] in, int lanes, float[] out) {
        multiply(forward, in, lanes, out);
    }

    /** The inverse of {@link #forward}. */
    void inverse(float[] in, int lanes, float[] out) {
        multiply(inverse, in, lanes, out);
    }

    private void multiply(float[] m, float[] in, int lanes, float[] out) {
        for (int i = 0; i < n; i++) {
            int j = 0;
            int to = i * lanes;
            if (n >= 8) {
                eight(m, i * n, in, lanes, out, to);
                j = 8;
            } else {
                Arrays.fill(out, to, to + lanes, 0);
            }
            for (; j < n; j++) {
                add(m[i * n + j], in, j * lanes, lanes, out, to);
            }
        }
    }

    private static void eight(float[] m, int r, float[] in, int lanes, float[] out, int to) {
        float m0 = m[r];
        float m1 = m[r + 1];
        float m2 = m[r + 2];
        float m3 = m[r + 3];
        float m4 = m[r + 4];
        float m5 = m[r + 5];
        float m6 = m[r + 6];
        float m7 = m[r + 7];
        int a1 = lanes;
        int a2 = 2 * lanes;
        int a3 = 3 * lanes;
        int a4 = 4 * lanes;
        int a5 = 5 * lanes;
        int a6 = 6 * lanes;
        int a7 = 7 * lanes;
        for (int l = 0; l < lanes; l++) {
            out[to + l] = (m0 * in[l] + m1 * in[a1 + l])
                    + (m2 * in[a2 + l] + m3 * in[a3 + l])
                    + (m4 * in[a4 + l] + m5 * in[a5 + l])
                    + (m6 * in[a6 + l] + m7 * in[a7 + l]);
        }
    }

    private static void add(float factor, float[] in, int from, int lanes, float[] out, int to) {
        for (int l = 0; l < lanes; l++) {
            out[to + l] += factor * in[from + l];
        }
    }
}
