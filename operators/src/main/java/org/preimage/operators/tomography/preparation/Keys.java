package org.preimage.operators.tomography.preparation;

/** Cubic convolution between samples (R. G. Keys, IEEE Trans. Acoust. Speech Signal Process. 29, 1981). */
final class Keys {
    private Keys() {}

    /** Weights of the samples at -1, 0, 1, 2 for the value at f, 0 &lt;= f &lt; 1. */
    static double[] weights(double f) {
        double f2 = f * f;
        double f3 = f2 * f;
        return new double[] {
            (-f3 + 2 * f2 - f) / 2, (3 * f3 - 5 * f2 + 2) / 2, (-3 * f3 + 4 * f2 + f) / 2, (f3 - f2) / 2
        };
    }

    /** The value at x of n samples from an offset; the ends are repeated. */
    static double at(float[] samples, int offset, int n, double x) {
        int i = (int) Math.floor(x);
        double[] w = weights(x - i);
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            sum += w[k] * samples[offset + Math.min(n - 1, Math.max(0, i - 1 + k))];
        }
        return sum;
    }
}
