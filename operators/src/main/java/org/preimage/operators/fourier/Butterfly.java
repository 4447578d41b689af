package org.preimage.operators.fourier;

/**
 * A butterfly of some radix: the rows are multiplied with twiddle factors, then transformed; frequency q replaces sample q.
 *
 * <p>The loops are written for the compiler of Java 17, which turns them into vector instructions only if each row is an array of
 * its own, there are not much more than 30 operations, no value is used more than twice, and no two products are added:
 * differences of products with negated factors are fine. They are called through an interface so that each is compiled by itself.
 */
abstract class Butterfly implements Step {
    private final int[] rows;
    private final float[] cos;
    private final float[] sin;
    private final boolean twiddled;

    /**
     * @param rows that it works on
     * @param cos real parts of the twiddle factors
     * @param sin imaginary parts
     * @param twiddled whether the twiddle factors are other than 1
     */
    Butterfly(int[] rows, float[] cos, float[] sin, boolean twiddled) {
        this.rows = rows;
        this.cos = cos;
        this.sin = sin;
        this.twiddled = twiddled;
    }

    final int row(int t) {
        return rows[t];
    }

    final boolean twiddled() {
        return twiddled;
    }

    final float cos(int t) {
        return cos[t];
    }

    final float sin(int t) {
        return sin[t];
    }

    @Override
    public void run(float[][] re, float[][] im, int n) {
        if (twiddled) {
            for (int t = 1; t < rows.length; t++) {
                rotate(re[rows[t]], im[rows[t]], cos[t], sin[t], n);
            }
        }
        transform(re, im, n);
    }

    /** The transform of the rows, without twiddle factors. */
    abstract void transform(float[][] re, float[][] im, int n);

    private static void rotate(float[] a, float[] ai, float c, float s, int n) {
        for (int j = 0; j < n; j++) {
            float x = a[j];
            float y = ai[j];
            a[j] = x * c - y * s;
            ai[j] = x * s + y * c;
        }
    }

    /** (a, b) becomes (a + b, a - b). */
    static void two(float[] a, float[] ai, float[] b, float[] bi, int n) {
        for (int j = 0; j < n; j++) {
            float x = a[j];
            float y = ai[j];
            float u = b[j];
            float v = bi[j];
            a[j] = x + u;
            ai[j] = y + v;
            b[j] = x - u;
            bi[j] = y - v;
        }
    }
}
