package org.preimage.operators.mri.calibration;

/**
 * Linear equations G W = B with a positive definite Hermitian G, by the Cholesky factorisation G = U* U. All loops run along
 * rows, so that the compiler vectorises them.
 */
final class HermitianSystem {
    private HermitianSystem() {}

    /**
     * Solves in place: B becomes W, and the upper triangle of G, which alone is read, becomes U. A pivot that rounding has
     * made zero or negative drops its unknown.
     */
    static void solve(double[][] gr, double[][] gi, double[][] br, double[][] bi) {
        int n = gr.length;
        double largest = 0;
        for (int k = 0; k < n; k++) {
            largest = Math.max(largest, gr[k][k]);
        }
        for (int k = 0; k < n; k++) {
            double pivot = gr[k][k];
            double factor = pivot > 1e-15 * largest ? 1 / Math.sqrt(pivot) : 0;
            scale(factor, gr[k], gi[k], k + 1);
            scale(factor, br[k], bi[k], 0);
            gr[k][k] = factor;
            for (int i = k + 1; i < n; i++) {
                // Row i loses conj(U[k][i]) times row k.
                subtract(gr[k][i], -gi[k][i], gr[k], gi[k], gr[i], gi[i], i);
                subtract(gr[k][i], -gi[k][i], br[k], bi[k], br[i], bi[i], 0);
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                subtract(gr[k][j], gi[k][j], br[j], bi[j], br[k], bi[k], 0);
            }
            scale(gr[k][k], br[k], bi[k], 0);
        }
    }

    private static void scale(double factor, double[] re, double[] im, int from) {
        for (int j = from; j < re.length; j++) {
            re[j] *= factor;
            im[j] *= factor;
        }
    }

    /** out -= (a + i b) x, from an index on. */
    private static void subtract(
            double a, double b, double[] xr, double[] xi, double[] outRe, double[] outIm, int from) {
        for (int j = from; j < outRe.length; j++) {
            outRe[j] -= a * xr[j] - b * xi[j];
            outIm[j] -= a * xi[j] + b * xr[j];
        }
    }
}
