package org.preimage.operators.fourier;

/** Two samples, the second multiplied with a twiddle factor. */
final class Radix2 implements Step {
    private final int a;
    private final int b;
    private final float[] twiddle = new float[3];

    /**
     * @param a row of the first sample, then of their sum
     * @param b row of the second sample, then of the difference
     * @param angle of the twiddle factor
     */
    Radix2(int a, int b, double angle) {
        this.a = a;
        this.b = b;
        Butterfly.put(twiddle, 0, angle);
    }

    @Override
    public void run(float[][] re, float[][] im, int n) {
        if (twiddle[1] == 0) {
            Butterfly.two(re[a], im[a], re[b], im[b], n);
        } else {
            rotated(re[a], im[a], re[b], im[b], twiddle, n);
        }
    }

    private static void rotated(float[] a, float[] ai, float[] b, float[] bi, float[] w, int n) {
        float c = w[0];
        float s = w[1];
        float d = w[2];
        for (int j = 0; j < n; j++) {
            float p = b[j];
            float q = bi[j];
            float x = a[j];
            float y = ai[j];
            float u = p * c - q * s;
            float v = p * s - q * d;
            a[j] = x + u;
            ai[j] = y + v;
            b[j] = x - u;
            bi[j] = y - v;
        }
    }
}
