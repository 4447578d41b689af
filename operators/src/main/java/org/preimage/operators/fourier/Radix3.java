package org.preimage.operators.fourier;

/** Three samples: with s = b + c, A = a + s, B and C = a - s / 2 -+ i sqrt(3) / 2 (b - c). */
final class Radix3 extends Butterfly {
    private static final float SIN = (float) Math.sqrt(0.75);

    Radix3(int[] rows, double angle) {
        super(rows, angle);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        int c = row(2);
        parts(re[a], re[b], re[c], n);
        parts(im[a], im[b], im[c], n);
        join(re[b], im[b], re[c], im[c], n);
    }

    private static void parts(float[] a, float[] b, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            float s = b[j] + c[j];
            float d = b[j] - c[j];
            float x = a[j];
            a[j] = x + s;
            b[j] = x - 0.5f * s;
            c[j] = SIN * d;
        }
    }
}
