package org.preimage.operators.wavelet;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.analysis.solvers.LaguerreSolver;
import org.apache.commons.math3.complex.Complex;

/**
 * Low-pass filters of wavelets with N vanishing moments: parts of the half-band filter
 *
 * <pre>((1 + z) / 2)^{2N} P_N((2 - z - 1 / z) / 4),   P_N(y) = sum over k &lt; N of C(N - 1 + k, k) y^k,</pre>
 *
 * up to a power of z. Each root y of P_N is a pair of roots z, 1 / z: an orthogonal wavelet takes one of each pair, with N of
 * the factors 1 + z; a biorthogonal one both or none.
 *
 * <p>I. Daubechies, Ten Lectures on Wavelets, SIAM 1992, chapters 6 and 8; A. Cohen, I. Daubechies, J.-C. Feauveau,
 * Biorthogonal bases of compactly supported wavelets, Comm. Pure Appl. Math. 45, 1992.
 */
final class SpectralFactor {
    /** Imaginary parts below this are rounding. */
    private static final double REAL = 1e-9;

    /** Frequencies at which the phase is compared with a straight line. */
    private static final int FREQUENCIES = 256;

    private SpectralFactor() {}

    /** The roots of P_N. */
    private static Complex[] roots(int moments) {
        if (moments == 1) {
            return new Complex[0];
        }
        double[] p = new double[moments];
        p[0] = 1;
        for (int k = 1; k < moments; k++) {
            p[k] = p[k - 1] * (moments - 1 + k) / k;
        }
        Complex[] roots = new LaguerreSolver(1e-15).solveAllComplex(p, 0);
        for (int r = 0; r < roots.length; r++) {
            roots[r] = polished(p, roots[r]);
        }
        return roots;
    }

    /** Two steps of Newton's method, which undo what deflation lost. */
    private static Complex polished(double[] p, Complex start) {
        Complex y = start;
        for (int step = 0; step < 2; step++) {
            Complex value = Complex.ZERO;
            Complex slope = Complex.ZERO;
            for (int k = p.length - 1; k >= 0; k--) {
                slope = slope.multiply(y).add(value);
                value = value.multiply(y).add(p[k]);
            }
            y = y.subtract(value.divide(slope));
        }
        return y;
    }

    /** The root inside the unit circle of z^2 - (2 - 4 y) z + 1. */
    private static Complex inside(Complex y) {
        Complex b = y.multiply(-2).add(1);
        Complex root = b.multiply(b).subtract(1).sqrt();
        Complex z = b.add(root);
        return z.abs() < 1 ? z : b.subtract(root);
    }

    /** All roots inside the unit circle: Daubechies' filters of extremal phase. */
    static double[] extremalPhase(int moments) {
        Complex[] h = averages(moments);
        for (Complex y : roots(moments)) {
            h = times(h, inside(y));
        }
        return taps(h);
    }

    /**
     * Of all choices of roots the one with the most linear phase: the phase's squared distance from the straight line
     * between its ends, at frequencies 0 and pi, is smallest. Below four moments there is one choice only, and its mirror image.
     *
     * <p>A filter and its mirror image are equally good. As in Daubechies' tables the largest tap lies in the second half,
     * and with seven moments in the first.
     */
    static double[] leastAsymmetric(int moments) {
        List<Complex> roots = new ArrayList<>();
        for (Complex y : roots(moments)) {
            if (y.getImaginary() > -REAL) {
                roots.add(inside(y));
            }
        }
        int best = 0;
        if (moments > 3) {
            double[][] phases = roots.stream().map(SpectralFactor::phase).toArray(double[][]::new);
            double least = Double.POSITIVE_INFINITY;
            // The last root may stay inside: with all of them mirrored the filter is mirrored.
            for (int choice = 0; choice < 1 << (roots.size() - 1); choice++) {
                double bend = bend(phases, choice);
                if (bend < least) {
                    least = bend;
                    best = choice;
                }
            }
        }
        Complex[] h = averages(moments);
        for (int r = 0; r < roots.size(); r++) {
            Complex z = (best >> r & 1) == 0 ? roots.get(r) : roots.get(r).reciprocal();
            h = times(h, z);
            if (Math.abs(z.getImaginary()) > REAL) {
                h = times(h, z.conjugate());
            }
        }
        double[] taps = taps(h);
        int largest = 0;
        for (int k = 0; k < taps.length; k++) {
            largest = Math.abs(taps[k]) > Math.abs(taps[largest]) ? k : largest;
        }
        boolean second = largest >= moments;
        return moments < 4 || second == (moments != 7) ? taps : mirrored(taps);
    }

    private static double[] mirrored(double[] taps) {
        double[] mirrored = new double[taps.length];
        for (int k = 0; k < taps.length; k++) {
            mirrored[k] = taps[taps.length - 1 - k];
        }
        return mirrored;
    }

    /** The phase of 1 - z exp(-i w), times that of its conjugate root; outside the circle its sign is the other. */
    private static double[] phase(Complex z) {
        boolean pair = Math.abs(z.getImaginary()) > REAL;
        double[] phase = new double[FREQUENCIES];
        for (int f = 0; f < FREQUENCIES; f++) {
            Complex turn = new Complex(Math.cos(frequency(f)), -Math.sin(frequency(f)));
            phase[f] = Complex.ONE.subtract(z.multiply(turn)).getArgument();
            phase[f] +=
                    pair ? Complex.ONE.subtract(z.conjugate().multiply(turn)).getArgument() : 0;
        }
        return phase;
    }

    private static double frequency(int f) {
        return Math.PI * (f + 0.5) / FREQUENCIES;
    }

    /** How far the phase is from linear, if the roots of the set bits lie outside: each root's phase is 0 at both ends. */
    private static double bend(double[][] phases, int choice) {
        double square = 0;
        for (int f = 0; f < FREQUENCIES; f++) {
            double sum = 0;
            for (int r = 0; r < phases.length; r++) {
                sum += (choice >> r & 1) == 0 ? phases[r][f] : -phases[r][f];
            }
            square += sum * sum;
        }
        return square;
    }

    /** The factors 1 + z, and both roots z, 1 / z of the real y, of the others, or of all. */
    static double[] symmetric(int moments, boolean real, boolean complex) {
        Complex[] h = averages(moments);
        for (Complex y : roots(moments)) {
            if (Math.abs(y.getImaginary()) > REAL ? complex : real) {
                h = times(times(h, inside(y)), inside(y).reciprocal());
            }
        }
        return taps(h);
    }

    /** (1 + z)^N. */
    private static Complex[] averages(int moments) {
        Complex[] h = {Complex.ONE};
        for (int i = 0; i < moments; i++) {
            h = times(h, Complex.ONE.negate());
        }
        return h;
    }

    /** Highest power first, with the sum sqrt 2. */
    private static double[] taps(Complex[] h) {
        double sum = 0;
        for (Complex c : h) {
            sum += c.getReal();
        }
        double[] taps = new double[h.length];
        for (int k = 0; k < h.length; k++) {
            taps[k] = h[h.length - 1 - k].getReal() * Math.sqrt(2) / sum;
        }
        return taps;
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
}
