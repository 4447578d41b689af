package org.preimage.operators.mri.calibration;

import java.util.Arrays;
import org.preimage.operators.linear.HermitianEigen;

/**
 * Hermitian matrices of coils x coils at {@value #LANES} pixels at once, and their dominant eigenvectors by the power method.
 * All arrays have one row for each entry and run along the pixels. One instance for each thread.
 */
final class PixelMatrices {
    static final int LANES = 64;

    /** Relative residual |G v - w v| / w at which an eigenvector is taken. */
    private static final double TOLERANCE = 1e-5;

    private static final int ITERATIONS = 32;
    private static final int CHECK = 4;

    private final int coils;

    /** The upper triangle, index {@link SignalSpace#pair}; the diagonal's imaginary part is not read. */
    final float[][] gr;

    final float[][] gi;

    /** The eigenvectors that {@link #solve} found, for each coil. */
    final float[][] vr;

    final float[][] vi;

    /** Their eigenvalues. */
    final float[] value = new float[LANES];

    private final float[][] wr;
    private final float[][] wi;
    private final float[] sum = new float[LANES];

    PixelMatrices(int coils) {
        this.coils = coils;
        this.gr = new float[coils * (coils + 1) / 2][LANES];
        this.gi = new float[coils * (coils + 1) / 2][LANES];
        this.vr = new float[coils][LANES];
        this.vi = new float[coils][LANES];
        this.wr = new float[coils][LANES];
        this.wi = new float[coils][LANES];
    }

    /**
     * Finds the eigenvectors of the largest eigenvalues; a pixel that has not converged soon is solved directly.
     *
     * @param count pixels to look at, the first ones
     */
    void solve(int count) {
        for (int c = 0; c < coils; c++) {
            // Phases that no coil array has: the start is orthogonal to an eigenvector at no pixel.
            Arrays.fill(vr[c], (float) (Math.cos(2.4 * c * c + c) / Math.sqrt(coils)));
            Arrays.fill(vi[c], (float) (Math.sin(2.4 * c * c + c) / Math.sqrt(coils)));
        }
        for (int i = 1; ; i++) {
            multiply();
            rayleigh();
            if (i % CHECK == 0) {
                residuals();
                if (i == ITERATIONS || converged(0, count)) {
                    break;
                }
            }
            normalise();
        }
        for (int l = 0; l < count; l++) {
            if (!converged(l, l + 1)) {
                direct(l);
            }
        }
    }

    private boolean converged(int from, int to) {
        for (int l = from; l < to; l++) {
            if (!(sum[l] <= TOLERANCE * TOLERANCE * value[l] * value[l])) {
                return false;
            }
        }
        return true;
    }

    /** Takes the eigenvectors found out of the matrices: G - w v v^H. */
    void deflate() {
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                int p = SignalSpace.pair(c, e, coils);
                subtract(value, vr[c], vi[c], vr[e], vi[e], gr[p], gi[p]);
            }
        }
    }

    /** Turns each eigenvector so that u^H v is real and positive. */
    void turn(double[] ur, double[] ui) {
        float[] tr = wr[0];
        float[] ti = wi[0];
        Arrays.fill(tr, 0);
        Arrays.fill(ti, 0);
        for (int c = 0; c < coils; c++) {
            addProduct((float) ur[c], (float) -ui[c], vr[c], vi[c], tr, ti);
        }
        for (int l = 0; l < LANES; l++) {
            float norm = (float) Math.sqrt(tr[l] * tr[l] + ti[l] * ti[l]);
            tr[l] = norm > 0 ? tr[l] / norm : 1;
            ti[l] = norm > 0 ? ti[l] / norm : 0;
        }
        for (int c = 0; c < coils; c++) {
            turn(tr, ti, vr[c], vi[c]);
        }
    }

    private void direct(int lane) {
        double[][] re = new double[coils][coils];
        double[][] im = new double[coils][coils];
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                int p = SignalSpace.pair(c, e, coils);
                re[c][e] = gr[p][lane];
                re[e][c] = gr[p][lane];
                im[c][e] = c == e ? 0 : gi[p][lane];
                im[e][c] = c == e ? 0 : -gi[p][lane];
            }
        }
        HermitianEigen eigen = HermitianEigen.of(re, im);
        HermitianEigen.Rows v = eigen.vectors(1);
        value[lane] = (float) eigen.values()[0];
        for (int c = 0; c < coils; c++) {
            vr[c][lane] = (float) v.re()[0][c];
            vi[c][lane] = (float) v.im()[0][c];
        }
    }

    /** w = G v. */
    private void multiply() {
        for (int c = 0; c < coils; c++) {
            scaled(gr[SignalSpace.pair(c, c, coils)], vr[c], vi[c], wr[c], wi[c]);
        }
        for (int c = 0; c < coils; c++) {
            for (int e = c + 1; e < coils; e++) {
                int p = SignalSpace.pair(c, e, coils);
                addPair(gr[p], gi[p], vr[e], vi[e], wr[c], wi[c]);
                addConjugatePair(gr[p], gi[p], vr[c], vi[c], wr[e], wi[e]);
            }
        }
    }

    /** The eigenvalue's estimate v^H G v. */
    private void rayleigh() {
        Arrays.fill(value, 0);
        for (int c = 0; c < coils; c++) {
            addDot(vr[c], vi[c], wr[c], wi[c], value);
        }
    }

    private void residuals() {
        Arrays.fill(sum, 0);
        for (int c = 0; c < coils; c++) {
            addResidual(value, vr[c], vi[c], wr[c], wi[c], sum);
        }
    }

    private void normalise() {
        Arrays.fill(sum, 0);
        for (int c = 0; c < coils; c++) {
            addDot(wr[c], wi[c], wr[c], wi[c], sum);
        }
        for (int l = 0; l < LANES; l++) {
            sum[l] = sum[l] > 0 ? (float) (1 / Math.sqrt(sum[l])) : 0;
        }
        for (int c = 0; c < coils; c++) {
            scaled(sum, wr[c], wi[c], vr[c], vi[c]);
        }
    }

    private static void scaled(float[] s, float[] xr, float[] xi, float[] outR, float[] outI) {
        for (int l = 0; l < LANES; l++) {
            outR[l] = s[l] * xr[l];
            outI[l] = s[l] * xi[l];
        }
    }

    private static void addPair(float[] ar, float[] ai, float[] xr, float[] xi, float[] outR, float[] outI) {
        for (int l = 0; l < LANES; l++) {
            outR[l] += ar[l] * xr[l] - ai[l] * xi[l];
            outI[l] += ar[l] * xi[l] + ai[l] * xr[l];
        }
    }

    private static void addConjugatePair(float[] ar, float[] ai, float[] xr, float[] xi, float[] outR, float[] outI) {
        for (int l = 0; l < LANES; l++) {
            outR[l] += ar[l] * xr[l] + ai[l] * xi[l];
            outI[l] += ar[l] * xi[l] - ai[l] * xr[l];
        }
    }

    private static void addProduct(float sr, float si, float[] xr, float[] xi, float[] outR, float[] outI) {
        for (int l = 0; l < LANES; l++) {
            outR[l] += sr * xr[l] - si * xi[l];
            outI[l] += sr * xi[l] + si * xr[l];
        }
    }

    /** The real part of conj(x) y. */
    private static void addDot(float[] xr, float[] xi, float[] yr, float[] yi, float[] out) {
        for (int l = 0; l < LANES; l++) {
            out[l] += xr[l] * yr[l] + xi[l] * yi[l];
        }
    }

    private static void addResidual(float[] w, float[] xr, float[] xi, float[] yr, float[] yi, float[] out) {
        for (int l = 0; l < LANES; l++) {
            float re = yr[l] - w[l] * xr[l];
            float im = yi[l] - w[l] * xi[l];
            out[l] += re * re + im * im;
        }
    }

    /** g -= w x conj(y). */
    private static void subtract(float[] w, float[] xr, float[] xi, float[] yr, float[] yi, float[] gr, float[] gi) {
        for (int l = 0; l < LANES; l++) {
            gr[l] -= w[l] * (xr[l] * yr[l] + xi[l] * yi[l]);
            gi[l] -= w[l] * (xi[l] * yr[l] - xr[l] * yi[l]);
        }
    }

    /** x conj(t). */
    private static void turn(float[] tr, float[] ti, float[] xr, float[] xi) {
        for (int l = 0; l < LANES; l++) {
            float re = xr[l] * tr[l] + xi[l] * ti[l];
            xi[l] = xi[l] * tr[l] - xr[l] * ti[l];
            xr[l] = re;
        }
    }
}
