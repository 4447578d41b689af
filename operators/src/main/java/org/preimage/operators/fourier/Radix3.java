package org.preimage.operators.fourier;

/** Three samples: with s = b + c, A = a + s, B and C = a - s / 2 -+ i sqrt(3) / 2 (b - c). */
final class Radix3 extends Butterfly {
    private static final float SIN = (float) Math.sqrt(0.75);

    Radix3(int[] rows, float[] cos, float[] sin, boolean twiddled) {
        super(rows, cos, sin, twiddled);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        three(re[row(0)], re[row(1)], re[row(2)], im[row(0)], im[row(1)], im[row(2)], n);
    }

    private static void three(float[] a, float[] b, float[] c, float[] ai, float[] bi, float[] ci, int n) {
        for (int j = 0; j < n; j++) {
            float s = b[j] + c[j];
            float t = bi[j] + ci[j];
            float d = b[j] - c[j];
            float e = bi[j] - ci[j];
            float x = a[j];
            float y = ai[j];
            float u = x - 0.5f * s;
            float v = y - 0.5f * t;
            a[j] = x + s;
            ai[j] = y + t;
            b[j] = u - -SIN * e;
            bi[j] = v - SIN * d;
            c[j] = u - SIN * e;
            ci[j] = v - -SIN * d;
        }
    }
}
