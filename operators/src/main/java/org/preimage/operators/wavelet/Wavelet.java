package org.preimage.operators.wavelet;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.analysis.solvers.LaguerreSolver;
import org.apache.commons.math3.complex.Complex;

/**
 * An orthonormal wavelet as its pair of filters: Haar's, and those of Daubechies with N vanishing moments and extremal phase.
 *
 * <p>The low-pass has 2 N taps: H(z) proportional to (1 + z)^N prod (z - z_i), where the z_i are the roots inside the unit
 * circle of P((2 - z - 1 / z) / 4), P(y) = sum_{k &lt; N} C(N - 1 + k, k) y^k; scaled to sum h = sqrt 2. The high-pass is g_k
 * = (-1)^k h_{2N-1-k}. (I. Daubechies, "Orthonormal bases of compactly supported wavelets", Comm. Pure Appl. Math. 41, 1988.)
 *
 * <p>One step takes n periodic samples, n even, to n / 2 averages and n / 2 details,
 *
 * <pre>a_i = sum_k h_k x_{2i + k - N + 1},   d_i = sum_k g_k x_{2i + k - N + 1},</pre>
 *
 * aligned as the "periodization" of PyWavelets. Its matrix is orthogonal, whatever the length of the filter.
 */
public final class Wavelet {
    /** Beyond this the roots lose digits. */
    public static final int MOST_MOMENTS = 16;

    private static final Pattern DAUBECHIES = Pattern.compile("db([1-9]\\d?)");

    private final String name;
    private final double[] low;
    private final double[] high;

    private Wavelet(String name, double[] low) {
        this.name = name;
        this.low = low;
        this.high = new double[low.length];
        for (int k = 0; k < low.length; k++) {
            high[k] = (k % 2 == 0 ? 1 : -1) * low[low.length - 1 - k];
        }
    }

    /** Haar's, which has one vanishing moment and two taps. */
    public static Wavelet haar() {
        return new Wavelet("haar", lowPass(1));
    }

    /**
     * Daubechies' of extremal phase.
     *
     * @param moments vanishing moments N, 1 (Haar's) to {@value #MOST_MOMENTS}
     * @throws IllegalArgumentException if the number is another
     */
    public static Wavelet daubechies(int moments) {
        if (moments < 1 || moments > MOST_MOMENTS) {
            throw new IllegalArgumentException(
                    "the number of vanishing moments is " + moments + ", but must lie between 1 and " + MOST_MOMENTS);
        }
        return moments == 1 ? haar() : new Wavelet("db" + moments, lowPass(moments));
    }

    /**
     * A wavelet by its name.
     *
     * @param name "haar", or "db4" for four vanishing moments
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Wavelet named(String name) {
        Matcher matcher = DAUBECHIES.matcher(name);
        if (matcher.matches() && Integer.parseInt(matcher.group(1)) <= MOST_MOMENTS) {
            return daubechies(Integer.parseInt(matcher.group(1)));
        }
        if (name.equals("haar")) {
            return haar();
        }
        throw new IllegalArgumentException(
                "the wavelet is \"" + name + "\", but must be haar or one of db2 to db" + MOST_MOMENTS);
    }

    private static double[] lowPass(int moments) {
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
        double[] low = new double[h.length];
        for (int k = 0; k < h.length; k++) {
            low[k] = h[h.length - 1 - k].getReal() * Math.sqrt(2) / sum;
        }
        return low;
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

    /** As {@link #named} takes it. */
    public String name() {
        return name;
    }

    /** Taps of each filter, 2 N. */
    public int taps() {
        return low.length;
    }

    /** h_k. */
    public double low(int k) {
        return low[k];
    }

    /** g_k. */
    public double high(int k) {
        return high[k];
    }

    /** n / 2 averages, then n / 2 details, of the first n values of x, n even: one step by the formula. */
    public void forward(float[] x, int n, float[] out) {
        int half = n / 2;
        for (int i = 0; i < half; i++) {
            int start = start(i, n);
            double a = 0;
            double d = 0;
            for (int k = 0; k < low.length; k++) {
                float v = x[(start + k) % n];
                a += low[k] * v;
                d += high[k] * v;
            }
            out[i] = (float) a;
            out[half + i] = (float) d;
        }
    }

    /** The inverse of {@link #forward}, which is its transpose. */
    public void inverse(float[] x, int n, float[] out) {
        int half = n / 2;
        Arrays.fill(out, 0, n, 0);
        for (int i = 0; i < half; i++) {
            int start = start(i, n);
            for (int k = 0; k < low.length; k++) {
                out[(start + k) % n] += (float) (low[k] * x[i] + high[k] * x[half + i]);
            }
        }
    }

    /** The sample that h_0 meets for average i. */
    private int start(int i, int n) {
        return Math.floorMod(2 * i - low.length / 2 + 1, n);
    }

    @Override
    public String toString() {
        return name;
    }
}
