package org.preimage.operators.fourier;

/** Copies complex numbers between arrays where they are interleaved and the rows of a {@link BatchFft.Batch}. */
public final class Interleaved {
    /** Samples of a line that are copied together: a cache line. */
    private static final int TILE = 4;

    private Interleaved() {}

    /**
     * Copies consecutive complex numbers to rows.
     *
     * @param x interleaved
     * @param from index of the first float
     * @param n complex numbers
     */
    public static void split(float[] x, int from, float[] re, float[] im, int n) {
        for (int j = 0; j < n; j++) {
            re[j] = x[from + 2 * j];
            im[j] = x[from + 2 * j + 1];
        }
    }

    /** Copies rows, times a scale, to consecutive complex numbers: the inverse of {@link #split}. */
    public static void join(float[] re, float[] im, float scale, float[] x, int from, int n) {
        for (int j = 0; j < n; j++) {
            x[from + 2 * j] = scale * re[j];
            x[from + 2 * j + 1] = scale * im[j];
        }
    }

    /**
     * Copies consecutive lines to a batch, a line to each lane.
     *
     * @param from index of the first float of the first line
     * @param shift sample i of a line is sample (i + shift) mod n of the batch
     * @param lines how many
     */
    static void splitLines(float[] x, int from, BatchFft.Batch batch, int shift, int lines) {
        int n = batch.length();
        int i = 0;
        for (; i + TILE <= n; i += TILE) {
            int a = (i + shift) % n;
            int b = (i + 1 + shift) % n;
            int c = (i + 2 + shift) % n;
            int d = (i + 3 + shift) % n;
            split4(x, from + 2 * i, 2 * n, batch, a, b, c, d, lines);
        }
        for (; i < n; i++) {
            float[] re = batch.re((i + shift) % n);
            float[] im = batch.im((i + shift) % n);
            for (int l = 0; l < lines; l++) {
                int at = from + 2 * (l * n + i);
                re[l] = x[at];
                im[l] = x[at + 1];
            }
        }
    }

    private static void split4(
            float[] x, int from, int step, BatchFft.Batch batch, int a, int b, int c, int d, int lines) {
        float[] ar = batch.re(a);
        float[] ai = batch.im(a);
        float[] br = batch.re(b);
        float[] bi = batch.im(b);
        float[] cr = batch.re(c);
        float[] ci = batch.im(c);
        float[] dr = batch.re(d);
        float[] di = batch.im(d);
        for (int l = 0; l < lines; l++) {
            int at = from + l * step;
            ar[l] = x[at];
            ai[l] = x[at + 1];
            br[l] = x[at + 2];
            bi[l] = x[at + 3];
            cr[l] = x[at + 4];
            ci[l] = x[at + 5];
            dr[l] = x[at + 6];
            di[l] = x[at + 7];
        }
    }

    /** Copies a batch, times a scale, to consecutive lines: the inverse of {@link #splitLines}. */
    static void joinLines(BatchFft.Batch batch, float scale, float[] x, int from, int shift, int lines) {
        int n = batch.length();
        int i = 0;
        for (; i + TILE <= n; i += TILE) {
            int a = (i + shift) % n;
            int b = (i + 1 + shift) % n;
            int c = (i + 2 + shift) % n;
            int d = (i + 3 + shift) % n;
            join4(batch, a, b, c, d, scale, x, from + 2 * i, 2 * n, lines);
        }
        for (; i < n; i++) {
            float[] re = batch.re((i + shift) % n);
            float[] im = batch.im((i + shift) % n);
            for (int l = 0; l < lines; l++) {
                int at = from + 2 * (l * n + i);
                x[at] = scale * re[l];
                x[at + 1] = scale * im[l];
            }
        }
    }

    private static void join4(
            BatchFft.Batch batch, int a, int b, int c, int d, float scale, float[] x, int from, int step, int lines) {
        float[] ar = batch.re(a);
        float[] ai = batch.im(a);
        float[] br = batch.re(b);
        float[] bi = batch.im(b);
        float[] cr = batch.re(c);
        float[] ci = batch.im(c);
        float[] dr = batch.re(d);
        float[] di = batch.im(d);
        for (int l = 0; l < lines; l++) {
            int at = from + l * step;
            x[at] = scale * ar[l];
            x[at + 1] = scale * ai[l];
            x[at + 2] = scale * br[l];
            x[at + 3] = scale * bi[l];
            x[at + 4] = scale * cr[l];
            x[at + 5] = scale * ci[l];
            x[at + 6] = scale * dr[l];
            x[at + 7] = scale * di[l];
        }
    }
}
