package org.preimage.operators.fourier;

/**
 * Five samples. The cosines of 2 pi q / 5 are -1/4 +- sqrt(5)/4, so that with the sums p = b + e, r = c + d the even parts of
 * frequencies 1 and 2 are a - (p + r) / 4 +- sqrt(5)/4 (p - r); the odd parts are made of the differences.
 */
final class Radix5 extends Butterfly {
    private static final float ROOT = (float) (Math.sqrt(5) / 4);
    private static final float SIN1 = (float) Math.sin(2 * Math.PI / 5);
    private static final float SIN2 = (float) Math.sin(4 * Math.PI / 5);

    Radix5(int[] rows, double angle) {
        super(rows, angle);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        int c = row(2);
        int d = row(3);
        int e = row(4);
        odd(re[b], re[c], re[d], re[e], n);
        odd(im[b], im[c], im[d], im[e], n);
        even(re[a], re[b], re[c], n);
        even(im[a], im[b], im[c], n);
        join(re[b], im[b], re[e], im[e], n);
        join(re[c], im[c], re[d], im[d], n);
    }

    /** In place of b, c the sums, of e, d the odd parts of frequencies 1, 2. */
    private static void odd(float[] b, float[] c, float[] d, float[] e, int n) {
        for (int j = 0; j < n; j++) {
            float p = b[j] + e[j];
            float q = b[j] - e[j];
            float r = c[j] + d[j];
            float t = c[j] - d[j];
            b[j] = p;
            c[j] = r;
            e[j] = q * SIN1 - t * -SIN2;
            d[j] = q * SIN2 - t * SIN1;
        }
    }

    /** In place of the sums the even parts. */
    private static void even(float[] a, float[] b, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            float p = b[j];
            float r = c[j];
            float x = a[j];
            float s = p + r;
            float m = x - 0.25f * s;
            float w = ROOT * (p - r);
            a[j] = x + s;
            b[j] = m + w;
            c[j] = m - w;
        }
    }
}
