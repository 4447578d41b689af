package org.preimage.operators.fourier;

/** Four samples without twiddle factors: a + c, a - c, b + d, b - d, then these. */
final class Radix4 extends Butterfly {
    Radix4(int[] rows) {
        super(rows, 0);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        int c = row(2);
        int d = row(3);
        parts(re[a], re[b], re[c], re[d], n);
        parts(im[a], im[b], im[c], im[d], n);
        join(re[b], im[b], re[d], im[d], n);
    }

    /** In place of b, d the differences a - c, b - d. */
    private static void parts(float[] a, float[] b, float[] c, float[] d, int n) {
        for (int j = 0; j < n; j++) {
            float s = a[j] + c[j];
            float t = a[j] - c[j];
            float u = b[j] + d[j];
            float v = b[j] - d[j];
            a[j] = s + u;
            b[j] = t;
            c[j] = s - u;
            d[j] = v;
        }
    }
}
