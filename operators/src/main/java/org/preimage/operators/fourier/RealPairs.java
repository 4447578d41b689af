package org.preimage.operators.fourier;

/** The loops over rows and lines of {@link RealFilter}. */
final class RealPairs {
    /** Samples of a line that are copied together. */
    private static final int TILE = 4;

    private RealPairs() {}

    /**
     * Frequencies k and -k of a complex column (a, b) become frequency k of its real and its imaginary part: Z[k] in (a, ai),
     * Z[-k] in (b, bi) to X[k] in (a, ai), Y[k] in (b, bi), for Z the transform of x + i y.
     */
    static void separate(float[] a, float[] ai, float[] b, float[] bi, int n) {
        for (int l = 0; l < n; l++) {
            float p = 0.5f * a[l];
            float q = 0.5f * ai[l];
            float r = 0.5f * b[l];
            float s = 0.5f * bi[l];
            a[l] = p + r;
            ai[l] = q - s;
            b[l] = q + s;
            bi[l] = r - p;
        }
    }

    /** The inverse of {@link #separate}. */
    static void combine(float[] a, float[] ai, float[] b, float[] bi, int n) {
        for (int l = 0; l < n; l++) {
            float p = a[l];
            float q = ai[l];
            float r = b[l];
            float s = bi[l];
            a[l] = p - s;
            ai[l] = q + r;
            b[l] = p + s;
            bi[l] = r - q;
        }
    }

    static void scaled(float[] row, float scale, float[] y, int from, int n) {
        for (int l = 0; l < n; l++) {
            y[from + l] = scale * row[l];
        }
    }

    /**
     * Copies lines to a batch, a line to each lane.
     *
     * @param start of the first line
     * @param stride from line to line
     * @param shift sample i of a line is sample (i + shift) mod m of the batch
     * @param size samples of a line
     */
    static void gather(
            float[] re, float[] im, int start, int stride, BatchFft.Batch batch, int shift, int size, int lanes) {
        int m = batch.length();
        int i = 0;
        for (; i + TILE <= size; i += TILE) {
            int a = Math.floorMod(i + shift, m);
            int b = Math.floorMod(i + 1 + shift, m);
            int c = Math.floorMod(i + 2 + shift, m);
            int d = Math.floorMod(i + 3 + shift, m);
            gather4(re, start + i, stride, batch.re(a), batch.re(b), batch.re(c), batch.re(d), lanes);
            gather4(im, start + i, stride, batch.im(a), batch.im(b), batch.im(c), batch.im(d), lanes);
        }
        for (; i < size; i++) {
            float[] r = batch.re(Math.floorMod(i + shift, m));
            float[] s = batch.im(Math.floorMod(i + shift, m));
            for (int l = 0; l < lanes; l++) {
                r[l] = re[start + i + l * stride];
                s[l] = im[start + i + l * stride];
            }
        }
    }

    private static void gather4(
            float[] x, int from, int stride, float[] a, float[] b, float[] c, float[] d, int lanes) {
        for (int l = 0; l < lanes; l++) {
            int at = from + l * stride;
            a[l] = x[at];
            b[l] = x[at + 1];
            c[l] = x[at + 2];
            d[l] = x[at + 3];
        }
    }

    /** Copies a batch to lines: the inverse of {@link #gather}. */
    static void scatter(
            BatchFft.Batch batch, int shift, int size, float[] re, float[] im, int start, int stride, int lanes) {
        int m = batch.length();
        int i = 0;
        for (; i + TILE <= size; i += TILE) {
            int a = Math.floorMod(i + shift, m);
            int b = Math.floorMod(i + 1 + shift, m);
            int c = Math.floorMod(i + 2 + shift, m);
            int d = Math.floorMod(i + 3 + shift, m);
            scatter4(batch.re(a), batch.re(b), batch.re(c), batch.re(d), re, start + i, stride, lanes);
            scatter4(batch.im(a), batch.im(b), batch.im(c), batch.im(d), im, start + i, stride, lanes);
        }
        for (; i < size; i++) {
            float[] r = batch.re(Math.floorMod(i + shift, m));
            float[] s = batch.im(Math.floorMod(i + shift, m));
            for (int l = 0; l < lanes; l++) {
                re[start + i + l * stride] = r[l];
                im[start + i + l * stride] = s[l];
            }
        }
    }

    private static void scatter4(
            float[] a, float[] b, float[] c, float[] d, float[] x, int from, int stride, int lanes) {
        for (int l = 0; l < lanes; l++) {
            int at = from + l * stride;
            x[at] = a[l];
            x[at + 1] = b[l];
            x[at + 2] = c[l];
            x[at + 3] = d[l];
        }
    }
}
