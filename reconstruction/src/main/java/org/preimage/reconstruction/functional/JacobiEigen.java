package org.preimage.reconstruction.functional;

/**
 * Symmetric matrices by Jacobi's rotations. A complex Z = A + i B is decomposed as the real [[A, B], [B, -A]] of twice the side,
 * whose eigenvalues are sigma_k and -sigma_k, and whose eigenvectors of the former, (p, q), are Takagi's vectors p + i q.
 *
 * <p>Jacobi 1846, Ueber ein leichtes Verfahren, die in der Theorie der Saecularstoerungen vorkommenden Gleichungen numerisch
 * aufzuloesen, J. Reine Angew. Math. 30; Takagi 1924, On an algebraic problem related to an analytic theorem of Caratheodory and
 * Fejer, Japan. J. Math. 1.
 */
final class JacobiEigen extends SymmetricEigen {
    private static final int SWEEPS = 15;

    private final int size;
    private final int parts;
    private final int side;
    private final double[][] a;
    private final double[][] vector;
    /** Which columns of {@code vector} belong to the values. */
    private final int[] column;

    JacobiEigen(int size, int parts) {
        super(size);
        this.size = size;
        this.parts = parts;
        this.side = size * parts;
        this.a = new double[side][side];
        this.vector = new double[side][side];
        this.column = new int[size];
    }

    @Override
    void read(float[] z, int i, int plane) {
        int component = size;
        for (int r = 0; r < size; r++) {
            for (int c = r; c < size; c++) {
                int at = i + (r == c ? r : component++) * plane;
                double scale = r == c ? 1 : ROOT;
                set(r, c, scale * z[at]);
                if (parts == 2) {
                    double re = scale * z[at];
                    double im = scale * z[at + 1];
                    set(size + r, size + c, -re);
                    set(r, size + c, im);
                    set(c, size + r, im);
                }
            }
        }
        rotateAll();
        choose();
    }

    private void set(int r, int c, double value) {
        a[r][c] = value;
        a[c][r] = value;
    }

    /** All eigenvalues of a real matrix, the largest ones of a complex one. */
    private void choose() {
        for (int k = 0; k < size; k++) {
            int best = k;
            if (parts == 2) {
                best = -1;
                for (int c = 0; c < side; c++) {
                    boolean taken = false;
                    for (int earlier = 0; earlier < k; earlier++) {
                        taken |= column[earlier] == c;
                    }
                    best = !taken && (best < 0 || a[c][c] > a[best][best]) ? c : best;
                }
            }
            column[k] = best;
            values()[k] = parts == 2 ? Math.max(0, a[best][best]) : a[best][best];
        }
    }

    @Override
    void write(float[] z, int i, int plane) {
        int component = size;
        for (int r = 0; r < size; r++) {
            for (int c = r; c < size; c++) {
                int at = i + (r == c ? r : component++) * plane;
                double re = 0;
                double im = 0;
                for (int k = 0; k < size; k++) {
                    int v = column[k];
                    double lambda = values()[k];
                    re += lambda * vector[r][v] * vector[c][v];
                    if (parts == 2) {
                        re -= lambda * vector[size + r][v] * vector[size + c][v];
                        im += lambda * (vector[r][v] * vector[size + c][v] + vector[size + r][v] * vector[c][v]);
                    }
                }
                z[at] = (float) (r == c ? re : re / ROOT);
                if (parts == 2) {
                    z[at + 1] = (float) (r == c ? im : im / ROOT);
                }
            }
        }
    }

    private void rotateAll() {
        for (int r = 0; r < side; r++) {
            for (int c = 0; c < side; c++) {
                vector[r][c] = r == c ? 1 : 0;
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            double on = 0;
            for (int r = 0; r < side; r++) {
                on += a[r][r] * a[r][r];
                for (int c = r + 1; c < side; c++) {
                    off += a[r][c] * a[r][c];
                }
            }
            if (off <= 1e-22 * on || off == 0) {
                return;
            }
            for (int p = 0; p < side; p++) {
                for (int q = p + 1; q < side; q++) {
                    rotate(p, q);
                }
            }
        }
    }

    /** Makes the entry p, q zero. */
    private void rotate(int p, int q) {
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
        a[q][p] = 0;
        for (int r = 0; r < side; r++) {
            if (r != p && r != q) {
                double x = a[r][p];
                double y = a[r][q];
                set(r, p, c * x - s * y);
                set(r, q, s * x + c * y);
            }
            double[] row = vector[r];
            double x = row[p];
            double y = row[q];
            row[p] = c * x - s * y;
            row[q] = s * x + c * y;
        }
    }
}
