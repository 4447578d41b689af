package org.preimage.reconstruction.functional;

/**
 * Eigenvalues of one symmetric matrix of side 1, 2 or 3 after the other, and the matrix of the same eigenvectors with other
 * eigenvalues. In closed form for side 2, by Jacobi's rotations for side 3. With all buffers: one thread's own.
 *
 * <p>Jacobi 1846, Ueber ein leichtes Verfahren, die in der Theorie der Saecularstoerungen vorkommenden Gleichungen numerisch
 * aufzuloesen, J. Reine Angew. Math. 30.
 */
final class SymmetricEigen {
    private static final double ROOT = Math.sqrt(0.5);
    private static final int SWEEPS = 12;

    private final int size;
    private final double[] lambda;
    /** Column k is the eigenvector of {@code lambda[k]}; for side 2 unused. */
    private final double[][] vector = new double[3][3];

    private final double[][] a = new double[3][3];
    private double cos;
    private double sin;

    SymmetricEigen(int size) {
        this.size = size;
        this.lambda = new double[size];
    }

    /** The eigenvalues, which may be changed before {@link #write}. */
    double[] values() {
        return lambda;
    }

    /** Decomposes the matrix at point i: first the diagonal, then what is right of it times the root of 2. */
    void read(float[] z, int i, int plane) {
        if (size == 1) {
            lambda[0] = z[i];
        } else if (size == 2) {
            double mean = 0.5 * ((double) z[i] + z[i + plane]);
            double half = 0.5 * ((double) z[i] - z[i + plane]);
            double off = ROOT * z[i + 2 * plane];
            double r = Math.sqrt(half * half + off * off);
            cos = r == 0 ? 1 : half / r;
            sin = r == 0 ? 0 : off / r;
            lambda[0] = mean + r;
            lambda[1] = mean - r;
        } else {
            for (int k = 0; k < 3; k++) {
                a[k][k] = z[i + k * plane];
            }
            a[0][1] = ROOT * z[i + 3 * plane];
            a[0][2] = ROOT * z[i + 4 * plane];
            a[1][2] = ROOT * z[i + 5 * plane];
            jacobi();
        }
    }

    /** Writes the matrix of the present eigenvalues. */
    void write(float[] z, int i, int plane) {
        if (size == 1) {
            z[i] = (float) lambda[0];
        } else if (size == 2) {
            double mean = 0.5 * (lambda[0] + lambda[1]);
            double r = 0.5 * (lambda[0] - lambda[1]);
            z[i] = (float) (mean + r * cos);
            z[i + plane] = (float) (mean - r * cos);
            z[i + 2 * plane] = (float) (r * sin / ROOT);
        } else {
            for (int k = 0; k < 3; k++) {
                z[i + k * plane] = (float) entry(k, k);
            }
            z[i + 3 * plane] = (float) (entry(0, 1) / ROOT);
            z[i + 4 * plane] = (float) (entry(0, 2) / ROOT);
            z[i + 5 * plane] = (float) (entry(1, 2) / ROOT);
        }
    }

    private double entry(int r, int c) {
        double[] u = vector[r];
        double[] v = vector[c];
        return lambda[0] * u[0] * v[0] + lambda[1] * u[1] * v[1] + lambda[2] * u[2] * v[2];
    }

    private void jacobi() {
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                vector[r][c] = r == c ? 1 : 0;
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = a[0][1] * a[0][1] + a[0][2] * a[0][2] + a[1][2] * a[1][2];
            double on = a[0][0] * a[0][0] + a[1][1] * a[1][1] + a[2][2] * a[2][2];
            if (off <= 1e-22 * on || off == 0) {
                break;
            }
            rotate(0, 1, 2);
            rotate(0, 2, 1);
            rotate(1, 2, 0);
        }
        for (int k = 0; k < 3; k++) {
            lambda[k] = a[k][k];
        }
    }

    /** Makes the entry p, q zero, p &lt; q; r is the third index. */
    private void rotate(int p, int q, int r) {
        double apq = a[p][q];
        if (apq == 0) {
            return;
        }
        double theta = 0.5 * (a[q][q] - a[p][p]) / apq;
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        a[p][p] -= t * apq;
        a[q][q] += t * apq;
        a[p][q] = 0;
        double rp = p < r ? a[p][r] : a[r][p];
        double rq = q < r ? a[q][r] : a[r][q];
        double first = c * rp - s * rq;
        double second = s * rp + c * rq;
        if (p < r) {
            a[p][r] = first;
        } else {
            a[r][p] = first;
        }
        if (q < r) {
            a[q][r] = second;
        } else {
            a[r][q] = second;
        }
        for (double[] row : vector) {
            double x = row[p];
            double y = row[q];
            row[p] = c * x - s * y;
            row[q] = s * x + c * y;
        }
    }
}
