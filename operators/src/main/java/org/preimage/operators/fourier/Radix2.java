package org.preimage.operators.fourier;

/** Two samples; the twiddle factor is part of the loop. */
final class Radix2 extends Butterfly {
    Radix2(int[] rows, float[] cos, float[] sin, boolean twiddled) {
        super(rows, cos, sin, twiddled);
    }

    @Override
    public void run(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        if (twiddled()) {
            rotated(re[a], im[a], re[b], im[b], cos(1), sin(1), n);
        } else {
            two(re[a], im[a], re[b], im[b], n);
        }
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        two(re[row(0)], im[row(0)], re[row(1)], im[row(1)], n);
    }

    private static void rotated(float[] a, float[] ai, float[] b, float[] bi, float c, float s, int n) {
        for (int j = 0; j < n; j++) {
            float u = b[j] * c - bi[j] * s;
            float v = b[j] * s + bi[j] * c;
            float x = a[j];
            float y = ai[j];
            a[j] = x + u;
            b[j] = x - u;
            ai[j] = y + v;
            bi[j] = y - v;
        }
    }
}
