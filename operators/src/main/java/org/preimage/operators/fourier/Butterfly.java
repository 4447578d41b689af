package org.preimage.operators.fourier;

/**
 * A butterfly of some radix: the rows are multiplied with twiddle factors, then transformed.
 *
 * <p>The loops are written for the compiler of Java 17, which turns them into vector instructions if each row is an array of its
 * own, there are at most about 16 operations on five rows, no value is used more than twice, and products are subtracted, not
 * added. Factors come from an array: as arguments they make Java 25 slower.
 */
abstract class Butterfly implements Step {
    private final int[] rows;

    /** For each row but the first: cosine, sine, minus cosine. */
    private final float[] twiddles;

    /**
     * @param rows that it works on
     * @param angle of the twiddle factor of the second row; that of row t is t times this; 0 for none
     */
    Butterfly(int[] rows, double angle) {
        this.rows = rows;
        this.twiddles = angle == 0 ? null : new float[3 * (rows.length - 1)];
        for (int t = 1; t < rows.length && twiddles != null; t++) {
            put(twiddles, t - 1, t * angle);
        }
    }

    /** Writes factor t of a table as the loops want it. */
    static void put(float[] table, int t, double angle) {
        table[3 * t] = (float) Math.cos(angle);
        table[3 * t + 1] = (float) Math.sin(angle);
        table[3 * t + 2] = -table[3 * t];
    }

    final int row(int t) {
        return rows[t];
    }

    @Override
    public final void run(float[][] re, float[][] im, int n) {
        if (twiddles != null) {
            // Odd radices only: rows in pairs.
            for (int t = 1; t < rows.length; t += 2) {
                int a = rows[t];
                int b = rows[t + 1];
                rotate(re[a], im[a], re[b], im[b], twiddles, 3 * (t - 1), n);
            }
        }
        transform(re, im, n);
    }

    /** The transform of the rows, without twiddle factors. Frequency q replaces sample q. */
    abstract void transform(float[][] re, float[][] im, int n);

    private static void rotate(float[] a, float[] ai, float[] b, float[] bi, float[] w, int at, int n) {
        float c = w[at];
        float s = w[at + 1];
        float d = w[at + 2];
        float e = w[at + 3];
        float f = w[at + 4];
        float g = w[at + 5];
        for (int j = 0; j < n; j++) {
            float x = a[j];
            float y = ai[j];
            a[j] = x * c - y * s;
            ai[j] = x * s - y * d;
            float u = b[j];
            float v = bi[j];
            b[j] = u * e - v * f;
            bi[j] = u * f - v * g;
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

    /** (a, b) becomes (a - i b, a + i b). */
    static void join(float[] a, float[] ai, float[] b, float[] bi, int n) {
        for (int j = 0; j < n; j++) {
            float x = a[j];
            float y = ai[j];
            float u = b[j];
            float v = bi[j];
            a[j] = x + v;
            ai[j] = y - u;
            b[j] = x - v;
            bi[j] = y + u;
        }
    }
}
