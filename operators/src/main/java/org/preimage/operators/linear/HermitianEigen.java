package org.preimage.operators.linear;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * Eigenvalues and eigenvectors of a complex Hermitian matrix, A = V diag(w) V<sup>H</sup>, in double precision.
 *
 * <p>Householder reflections make the matrix tridiagonal, a diagonal of phases makes it real, and QL steps with implicit
 * shifts make it diagonal (Golub and Van Loan, Matrix Computations, chapter 8). All loops run along rows of separate real
 * and imaginary parts, and the reflections over blocks of columns in parallel; the result does not depend on the blocks.
 * Some 10 n<sup>3</sup> multiplications; meant for n up to about two thousand.
 */
public final class HermitianEigen {
    private static final int MAX_STEPS = 60;

    private final int n;
    private final double[] values;
    private final double[][] tridiagonalVectors;
    private final Tridiagonal tridiagonal;

    private HermitianEigen(int n, double[] values, double[][] tridiagonalVectors, Tridiagonal tridiagonal) {
        this.n = n;
        this.values = values;
        this.tridiagonalVectors = tridiagonalVectors;
        this.tridiagonal = tridiagonal;
    }

    /** Rows of a complex matrix, as real and imaginary parts. */
    public record Rows(double[][] re, double[][] im) {}

    /**
     * Decomposes a matrix of n x n.
     *
     * @param re real part by rows; overwritten
     * @param im imaginary part by rows; overwritten
     * @throws IllegalArgumentException if the matrix is not square, not finite or not Hermitian up to rounding
     */
    public static HermitianEigen of(double[][] re, double[][] im) {
        requireHermitian(re, im);
        int n = re.length;
        Tridiagonal t = Tridiagonal.of(re, im);
        double[][] z = new double[n][n];
        for (int i = 0; i < n; i++) {
            z[i][i] = 1;
        }
        double[] values = t.diagonal().clone();
        diagonalise(values, t.offDiagonal().clone(), z);
        sort(values, z);
        return new HermitianEigen(n, values, z, t);
    }

    private static void requireHermitian(double[][] re, double[][] im) {
        int n = re.length;
        if (n == 0 || im.length != n) {
            throw new IllegalArgumentException("the matrix has " + n + " rows of real and " + im.length
                    + " of imaginary parts, but needs as many, at least one");
        }
        double largest = 0;
        double skew = 0;
        for (int i = 0; i < n; i++) {
            if (re[i].length != n || im[i].length != n) {
                throw new IllegalArgumentException("row " + i + " of the matrix has " + re[i].length + " and "
                        + im[i].length + " columns, but needs " + n);
            }
            for (int j = 0; j <= i; j++) {
                if (!Double.isFinite(re[i][j]) || !Double.isFinite(im[i][j])) {
                    throw new IllegalArgumentException("entry " + i + ", " + j + " of the matrix is not finite");
                }
                largest = Math.max(largest, Math.max(Math.abs(re[i][j]), Math.abs(im[i][j])));
                skew = Math.max(skew, Math.max(Math.abs(re[i][j] - re[j][i]), Math.abs(im[i][j] + im[j][i])));
            }
        }
        if (!(skew <= 1e-9 * largest)) {
            throw new IllegalArgumentException("the matrix differs from its conjugate transpose by up to " + skew
                    + ", but must be Hermitian to 1e-9 of its largest entry, " + largest);
        }
    }

    /** Eigenvalues, largest first. */
    public double[] values() {
        return values.clone();
    }

    /**
     * Unit eigenvectors that belong to the largest eigenvalues.
     *
     * @param count how many, 1 to n
     * @return row i is the eigenvector of value i
     */
    public Rows vectors(int count) {
        if (count < 1 || count > n) {
            throw new IllegalArgumentException("count is " + count + ", but must be 1 to " + n);
        }
        // One row for each component, so that the reflections run along the vectors.
        double[][] wr = new double[n][count];
        double[][] wi = new double[n][count];
        for (int i = 0; i < n; i++) {
            double pr = tridiagonal.phaseRe()[i];
            double pi = tridiagonal.phaseIm()[i];
            for (int v = 0; v < count; v++) {
                wr[i][v] = pr * tridiagonalVectors[v][i];
                wi[i][v] = pi * tridiagonalVectors[v][i];
            }
        }
        tridiagonal.reflect(wr, wi);
        double[][] re = new double[count][n];
        double[][] im = new double[count][n];
        for (int i = 0; i < n; i++) {
            for (int v = 0; v < count; v++) {
                re[v][i] = wr[i][v];
                im[v][i] = wi[i][v];
            }
        }
        return new Rows(re, im);
    }

    /** QL with implicit shifts; row i of z becomes the eigenvector of d[i]. e[i] is below d[i]. */
    private static void diagonalise(double[] d, double[] e, double[][] z) {
        int n = d.length;
        double scale = 0;
        for (int i = 0; i < n; i++) {
            scale = Math.max(scale, Math.abs(d[i]) + Math.abs(e[i]));
        }
        // What is this small against the whole matrix is zero: one rule for graded matrices as well.
        double negligible = scale * 0x1p-60;
        for (int l = 0; l < n; l++) {
            for (int step = 0; ; step++) {
                int m = l;
                while (m < n - 1
                        && Math.abs(e[m]) > negligible
                        && Math.abs(e[m]) > 0x1p-53 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                if (step == MAX_STEPS) {
                    throw new ArithmeticException("an eigenvalue was not found in " + MAX_STEPS + " QL steps");
                }
                chase(d, e, z, l, m);
            }
        }
    }

    /** One QL step on rows l to m. */
    private static void chase(double[] d, double[] e, double[][] z, int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(Math.hypot(g, 1), g));
        double s = 1;
        double c = 1;
        double p = 0;
        int i = m - 1;
        for (; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            double r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            rotate(z[i], z[i + 1], c, s);
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void rotate(double[] low, double[] high, double c, double s) {
        for (int k = 0; k < low.length; k++) {
            double f = high[k];
            high[k] = s * low[k] + c * f;
            low[k] = c * low[k] - s * f;
        }
    }

    private static void sort(double[] values, double[][] z) {
        for (int i = 0; i < values.length - 1; i++) {
            int largest = i;
            for (int j = i + 1; j < values.length; j++) {
                largest = values[j] > values[largest] ? j : largest;
            }
            double v = values[i];
            values[i] = values[largest];
            values[largest] = v;
            double[] row = z[i];
            z[i] = z[largest];
            z[largest] = row;
        }
    }

    /**
     * A = Q D T D<sup>H</sup> Q<sup>H</sup> with T real and tridiagonal, D a diagonal of phases and Q a product of
     * reflections I - b u u<sup>H</sup>.
     */
    private record Tridiagonal(
            double[] diagonal,
            double[] offDiagonal,
            double[] phaseRe,
            double[] phaseIm,
            double[][] uRe,
            double[][] uIm,
            double[] weights) {
        private static final int COLUMNS = 96;

        static Tridiagonal of(double[][] re, double[][] im) {
            int n = re.length;
            Tridiagonal t = new Tridiagonal(
                    new double[n],
                    new double[n],
                    new double[n],
                    new double[n],
                    new double[n][],
                    new double[n][],
                    new double[n]);
            t.phaseRe[0] = 1;
            double[] qr = new double[n];
            double[] qi = new double[n];
            for (int k = 0; k < n; k++) {
                t.diagonal[k] = re[k][k];
                if (k == n - 1) {
                    break;
                }
                t.reflector(re, im, k);
                t.applyBothSides(re, im, k, qr, qi);
            }
            return t;
        }

        /** Finds the reflection that clears column k below the first subdiagonal entry, and that entry. */
        private void reflector(double[][] re, double[][] im, int k) {
            int n = diagonal.length;
            double[] ur = new double[n];
            double[] ui = new double[n];
            double largest = 0;
            for (int i = k + 1; i < n; i++) {
                ur[i] = re[i][k];
                ui[i] = im[i][k];
                largest = Math.max(largest, Math.max(Math.abs(ur[i]), Math.abs(ui[i])));
            }
            uRe[k] = ur;
            uIm[k] = ui;
            double phaseR = 1;
            double phaseI = 0;
            if (largest > 0) {
                double sum = 0;
                for (int i = k + 1; i < n; i++) {
                    ur[i] /= largest;
                    ui[i] /= largest;
                    sum += ur[i] * ur[i] + ui[i] * ui[i];
                }
                double norm = Math.sqrt(sum);
                double first = Math.hypot(ur[k + 1], ui[k + 1]);
                double cr = first > 0 ? ur[k + 1] / first : 1;
                double ci = first > 0 ? ui[k + 1] / first : 0;
                ur[k + 1] += cr * norm;
                ui[k + 1] += ci * norm;
                weights[k] = 1 / (norm * (norm + first));
                offDiagonal[k] = norm * largest;
                phaseR = -cr;
                phaseI = -ci;
            }
            phaseRe[k + 1] = phaseRe[k] * phaseR - phaseIm[k] * phaseI;
            phaseIm[k + 1] = phaseRe[k] * phaseI + phaseIm[k] * phaseR;
        }

        /** A - u q^H - q u^H with q = p - (b / 2) (u^H p) u, p = b A u, on the rows and columns after k. */
        private void applyBothSides(double[][] re, double[][] im, int k, double[] qr, double[] qi) {
            int n = diagonal.length;
            double weight = weights[k];
            if (weight == 0) {
                return;
            }
            double[] ur = uRe[k];
            double[] ui = uIm[k];
            int first = k + 1;
            Parallel.ranges(n - first, COLUMNS, (from, to) -> {
                Arrays.fill(qr, first + from, first + to, 0);
                Arrays.fill(qi, first + from, first + to, 0);
                for (int i = first; i < n; i++) {
                    addConjugate(re[i], im[i], ur[i], ui[i], qr, qi, first + from, first + to);
                }
            });
            double dot = 0;
            for (int i = first; i < n; i++) {
                qr[i] *= weight;
                qi[i] *= weight;
                dot += ur[i] * qr[i] + ui[i] * qi[i];
            }
            double half = 0.5 * weight * dot;
            for (int i = first; i < n; i++) {
                qr[i] -= half * ur[i];
                qi[i] -= half * ui[i];
            }
            Parallel.ranges(n - first, COLUMNS, (from, to) -> {
                for (int i = first; i < n; i++) {
                    update(re[i], im[i], ur[i], ui[i], qr[i], qi[i], ur, ui, qr, qi, first + from, first + to);
                }
            });
        }

        /** out += conj(a) s. */
        private static void addConjugate(
                double[] ar, double[] ai, double sr, double si, double[] outR, double[] outI, int from, int to) {
            for (int j = from; j < to; j++) {
                outR[j] += ar[j] * sr + ai[j] * si;
                outI[j] += ar[j] * si - ai[j] * sr;
            }
        }

        /** row -= x conj(q) + y conj(u). */
        private static void update(
                double[] rowR,
                double[] rowI,
                double xr,
                double xi,
                double yr,
                double yi,
                double[] ur,
                double[] ui,
                double[] qr,
                double[] qi,
                int from,
                int to) {
            for (int j = from; j < to; j++) {
                rowR[j] -= xr * qr[j] + xi * qi[j] + yr * ur[j] + yi * ui[j];
                rowI[j] -= xi * qr[j] - xr * qi[j] + yi * ur[j] - yr * ui[j];
            }
        }

        /** Applies Q to the columns of a matrix. */
        void reflect(double[][] wr, double[][] wi) {
            int n = diagonal.length;
            int count = wr[0].length;
            Parallel.ranges(count, COLUMNS, (from, to) -> {
                double[] tr = new double[count];
                double[] ti = new double[count];
                for (int k = n - 2; k >= 0; k--) {
                    Arrays.fill(tr, from, to, 0);
                    Arrays.fill(ti, from, to, 0);
                    for (int i = k + 1; i < n; i++) {
                        add(uRe[k][i], -uIm[k][i], wr[i], wi[i], tr, ti, from, to);
                    }
                    double b = -weights[k];
                    for (int i = k + 1; i < n; i++) {
                        add(b * uRe[k][i], b * uIm[k][i], tr, ti, wr[i], wi[i], from, to);
                    }
                }
            });
        }

        /** out += s x. */
        private static void add(
                double sr, double si, double[] xr, double[] xi, double[] outR, double[] outI, int from, int to) {
            for (int j = from; j < to; j++) {
                outR[j] += sr * xr[j] - si * xi[j];
                outI[j] += sr * xi[j] + si * xr[j];
            }
        }
    }
}
