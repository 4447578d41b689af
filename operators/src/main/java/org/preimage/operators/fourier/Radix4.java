package org.preimage.operators.fourier;

/** Four samples. */
final class Radix4 extends Butterfly {
    Radix4(int[] rows, float[] cos, float[] sin, boolean twiddled) {
        super(rows, cos, sin, twiddled);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        int c = row(2);
        int d = row(3);
        four(re[a], re[b], re[c], re[d], im[a], im[b], im[c], im[d], n);
    }

    private static void four(
            float[] a, float[] b, float[] c, float[] d, float[] ai, float[] bi, float[] ci, float[] di, int n) {
        for (int j = 0; j < n; j++) {
            float s = a[j] + c[j];
            float si = ai[j] + ci[j];
            float t = a[j] - c[j];
            float ti = ai[j] - ci[j];
            float u = b[j] + d[j];
            float ui = bi[j] + di[j];
            float v = b[j] - d[j];
            float vi = bi[j] - di[j];
            a[j] = s + u;
            ai[j] = si + ui;
            c[j] = s - u;
            ci[j] = si - ui;
            b[j] = t + vi;
            bi[j] = ti - v;
            d[j] = t - vi;
            di[j] = ti + v;
        }
    }
}
