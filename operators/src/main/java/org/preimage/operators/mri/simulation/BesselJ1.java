package org.preimage.operators.mri.simulation;

/**
 * The Bessel function J<sub>1</sub> to about ten digits: the power series for small arguments, Hankel's asymptotic expansion for
 * large ones (G. N. Watson, A treatise on the theory of Bessel functions, 1922, sections 2.11 and 7.21).
 */
final class BesselJ1 {
    /** Here both lose about as many digits. */
    private static final double BORDER = 15;

    private BesselJ1() {}

    /** J<sub>1</sub>(x) / x for x of at least 0; 1/2 at 0. */
    static double over(double x) {
        return x < BORDER ? series(x) : asymptotic(x) / x;
    }

    private static double series(double x) {
        double q = -0.25 * x * x;
        double term = 0.5;
        double sum = term;
        for (int m = 1; Math.abs(term) > 1e-17; m++) {
            term *= q / (m * (m + 1.0));
            sum += term;
        }
        return sum;
    }

    private static double asymptotic(double x) {
        // sqrt(2 / (pi x)) (P cos(x - 3 pi / 4) - Q sin(x - 3 pi / 4)), terms a_k = prod (4 - (2 j - 1)^2) / (8 j x).
        double p = 1;
        double q = 0;
        double term = 1;
        for (int k = 1; k <= 14; k++) {
            term *= (4.0 - (2.0 * k - 1) * (2.0 * k - 1)) / (8.0 * k * x);
            switch (k % 4) {
                case 1 -> q += term;
                case 2 -> p -= term;
                case 3 -> q -= term;
                default -> p += term;
            }
        }
        double angle = x - 0.75 * Math.PI;
        return Math.sqrt(2 / (Math.PI * x)) * (p * Math.cos(angle) - q * Math.sin(angle));
    }
}
