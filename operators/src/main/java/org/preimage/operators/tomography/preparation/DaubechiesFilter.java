package org.preimage.operators.tomography.preparation;

import org.apache.commons.math3.analysis.solvers.LaguerreSolver;
import org.apache.commons.math3.complex.Complex;

/**
 * The orthonormal wavelet filters of Daubechies with N vanishing moments, extremal phase, and one periodic step with them.
 *
 * <p>The low-pass has 2 N taps: H(z) proportional to (1 + z)^N prod (z - z_i), where the z_i are the roots inside the unit
 * circle of P((2 - z - 1 / z) / 4), P(y) = sum_{k &lt; N} C(N - 1 + k, k) y^k; scaled to sum h = sqrt 2. The high-pass is g_k
 * = (-1)^k h_{2N-1-k}. (I. Daubechies, "Orthonormal bases of compactly supported wavelets", Comm. Pure Appl. Math. 41, 1988.)
 */
final class DaubechiesFilter {
    /** Beyond this the roots lose digits. */
    static final int MOST_MOMENTS = 16;

    private final double[] low;
    private final double[] high;

    DaubechiesFilter(int moments) {
        if (moments < 1 || moments > MOST_MOMENTS) {
            throw new IllegalArgumentException(
                    "the number of vanishing moments is " + moments + ", but must lie between 1 and " + MOST_MOMENTS);
        }
        Complex[] h = {Complex.ONE};
        for (int i = 0; i < moments; i++) {
            h = times(h, Complex.ONE.negate());
        }
        if (moments > 1) {
            double[] p = new double[moments];
            p[0] = 1;
            for (int k = 1; k < moments; k++) {
                p[k] = p[k - 1] * (moments - 1 + k) / k;
            }
            for (Complex y : new LaguerreSolver(1e-15).solveAllComplex(p, 0)) {
                // z^2 - (2 - 4 y) z + 1 = 0; the two roots are each other's inverse.
                Complex b = y.multiply(-2).add(1);
                Complex root = b.multiply(b).subtract(1).sqrt();
                Complex z = b.add(root);
                h = times(h, z.abs() < 1 ? z : b.subtract(root));
            }
        }
        double sum = 0;
        for (Complex c : h) {
            sum += c.getReal();
        }
        low = new double[h.length];
        high = new double[h.length];
        for (int k = 0; k < h.length; k++) {
            low[k] = h[h.length - 1 - k].getReal() * Math.sqrt(2) / sum;
        }
        for (int k = 0; k < h.length; k++) {
            high[k] = (k % 2 == 0 ? 1 : -1) * low[h.length - 1 - k];
        }
    }

    /** The polynomial, lowest power first, times (z - root). */
    private static Complex[] times(Complex[] polynomial, Complex root) {
        Complex[] product = new Complex[polynomial.length + 1];
        for (int i = 0; i < product.length; i++) {
            Complex shifted = i > 0 ? polynomial[i - 1] : Complex.ZERO;
            product[i] = i < polynomial.length ? shifted.subtract(polynomial[i].multiply(root)) : shifted;
        }
        return product;
    }

    int taps() {
        return low.length;
    }

    double low(int k) {
        return low[k];
    }

    /** n / 2 averages, then n / 2 details, of the first n values of x, n even, read as periodic. */
    void forward(float[] x, int n, float[] out) {
        int half = n / 2;
        for (int i = 0; i < half; i++) {
            double a = 0;
            double d = 0;
            for (int k = 0; k < low.length; k++) {
                float v = x[(2 * i + k) % n];
                a += low[k] * v;
                d += high[k] * v;
            }
            out[i] = (float) a;
            out[half + i] = (float) d;
        }
    }

    /** The inverse of {@link #forward}, which is its transpose. */
    void inverse(float[] x, int n, float[] out) {
        int half = n / 2;
        java.util.Arrays.fill(out, 0, n, 0);
        for (int i = 0; i < half; i++) {
            for (int k = 0; k < low.length; k++) {
                out[(2 * i + k) % n] += (float) (low[k] * x[i] + high[k] * x[half + i]);
            }
        }
    }
}
