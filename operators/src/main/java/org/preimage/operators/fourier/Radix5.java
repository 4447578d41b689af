package org.preimage.operators.fourier;

/**
 * Five samples. With c_q = cos(2 pi q / 5), c_1 and c_2 = -1/4 +- sqrt(5)/4: sums p = b + e, r = c + d make the even parts
 * a - (p + r) / 4 +- sqrt(5)/4 (p - r), differences the odd parts.
 */
final class Radix5 extends Butterfly {
    private static final float ROOT = (float) (Math.sqrt(5) / 4);
    private static final float SIN1 = (float) Math.sin(2 * Math.PI / 5);
    private static final float SIN2 = (float) Math.sin(4 * Math.PI / 5);

    Radix5(int[] rows, float[] cos, float[] sin, boolean twiddled) {
        super(rows, cos, sin, twiddled);
    }

    @Override
    void transform(float[][] re, float[][] im, int n) {
        int a = row(0);
        int b = row(1);
        int c = row(2);
        int d = row(3);
        int e = row(4);
        parts(re[a], re[b], re[c], re[d], re[e], n);
        parts(im[a], im[b], im[c], im[d], im[e], n);
        join(re[b], re[c], re[d], re[e], im[b], im[c], im[d], im[e], n);
    }

    /** In place of b, c the even parts of frequencies 1, 2, of e, d the odd ones. */
    private static void parts(float[] a, float[] b, float[] c, float[] d, float[] e, int n) {
        for (int j = 0; j < n; j++) {
            float p = b[j] + e[j];
            float q = b[j] - e[j];
            float r = c[j] + d[j];
            float t = c[j] - d[j];
            float x = a[j];
            float s = p + r;
            float m = x - 0.25f * s;
            float w = ROOT * (p - r);
            a[j] = x + s;
            b[j] = m + w;
            c[j] = m - w;
            e[j] = q * SIN1 - t * -SIN2;
            d[j] = q * SIN2 - t * SIN1;
        }
    }

    /** B = b - i e, E = b + i e, C = c - i d, D = c + i d. */
    private static void join(
            float[] b, float[] c, float[] d, float[] e, float[] bi, float[] ci, float[] di, float[] ei, int n) {
        for (int j = 0; j < n; j++) {
            float x = b[j];
            float y = bi[j];
            float u = e[j];
            float v = ei[j];
            b[j] = x + v;
            bi[j] = y - u;
            e[j] = x - v;
            ei[j] = y + u;
            float z = c[j];
            float w = ci[j];
            float s = d[j];
            float t = di[j];
            c[j] = z + t;
            ci[j] = w - s;
            d[j] = z - t;
            di[j] = w + s;
        }
    }
}
