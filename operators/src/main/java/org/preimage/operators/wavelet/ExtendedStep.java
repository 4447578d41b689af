package org.preimage.operators.wavelet;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * One step of a {@link Wavelet} along one axis of a dense array whose lines are continued beyond their ends, by half-sample
 * mirroring (x_{-1} = x_0) or by zeros,
 *
 * <pre>a_i = sum_k h_k x_{2i + k - F + 2},   d_i = sum_k g_k x_{2i + k - F + 2},   0 &lt;= i &lt; floor((n + F - 1) / 2),</pre>
 *
 * with F taps: every product that meets a sample, as in the modes "symmetric" and "zero" of PyWavelets. The transpose of the
 * dual's step with zeros inverts both.
 *
 * <p>Lines are gathered side by side in a tile, whose rows are combined.
 */
final class ExtendedStep {
    /** Lines in a tile. */
    private static final int LANES = 64;

    private final int n;
    private final int taps;
    private final int half;
    private final float[] low;
    private final float[] high;

    /** The sample at each place of the extended line; -1 is a zero. */
    private final int[] sample;

    ExtendedStep(Wavelet wavelet, int n, boolean mirrored) {
        this.n = n;
        this.taps = wavelet.taps();
        this.half = averages(n, taps);
        this.low = new float[taps];
        this.high = new float[taps];
        for (int k = 0; k < taps; k++) {
            low[k] = (float) wavelet.low(k);
            high[k] = (float) wavelet.high(k);
        }
        this.sample = new int[2 * half + taps - 2];
        for (int p = 0; p < sample.length; p++) {
            int at = p - taps + 2;
            int folded = Math.floorMod(at, 2 * n);
            sample[p] = at >= 0 && at < n ? at : !mirrored ? -1 : folded < n ? folded : 2 * n - 1 - folded;
        }
    }

    /** The averages of n samples, and the details. */
    static int averages(int n, int taps) {
        return (n + taps - 1) / 2;
    }

    /**
     * Averages, then details, of every line.
     *
     * @param inner floats that lie between samples of a line: those of all faster axes
     */
    void forward(float[] in, float[] out, int inner) {
        tiles(in.length / n, inner, (tile, result, lanes, first) -> {
            for (int p = 0; p < sample.length; p++) {
                if (sample[p] < 0) {
                    Arrays.fill(tile, p * LANES, p * LANES + lanes, 0);
                } else {
                    gather(in, n, sample[p], inner, first, tile, p, lanes);
                }
            }
            int[] at = new int[taps];
            for (int i = 0; i < half; i++) {
                for (int k = 0; k < taps; k++) {
                    at[k] = (2 * i + k) * LANES;
                }
                FilterBank.combine(tile, at, low, taps, result, i * LANES, lanes);
                FilterBank.combine(tile, at, high, taps, result, (half + i) * LANES, lanes);
            }
            for (int i = 0; i < 2 * half; i++) {
                scatter(result, i, out, 2 * half, i, inner, first, lanes);
            }
        });
    }

    /** The transpose. */
    void transpose(float[] in, float[] out, int inner) {
        tiles(out.length / n, inner, (tile, result, lanes, first) -> {
            for (int i = 0; i < 2 * half; i++) {
                gather(in, 2 * half, i, inner, first, result, i, lanes);
            }
            Arrays.fill(tile, 0, n * LANES, 0);
            for (int p = 0; p < sample.length; p++) {
                if (sample[p] >= 0) {
                    for (int k = p % 2; k < taps; k += 2) {
                        int i = (p - k) / 2;
                        if (p >= k && i < half) {
                            add(result, i, low[k], high[k], tile, sample[p], lanes);
                        }
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                scatter(tile, i, out, n, i, inner, first, lanes);
            }
        });
    }

    private void add(float[] result, int i, float h, float g, float[] tile, int row, int lanes) {
        int average = i * LANES;
        int detail = (half + i) * LANES;
        int to = row * LANES;
        for (int l = 0; l < lanes; l++) {
            tile[to + l] += h * result[average + l] + g * result[detail + l];
        }
    }

    private interface Tile {
        /** Works on {@code lanes} lines from the one of this number. */
        void run(float[] tile, float[] result, int lanes, int first);
    }

    private void tiles(int lines, int inner, Tile work) {
        // Along slower axes a tile stays within lines that lie side by side.
        int group = inner > 2 ? inner : lines;
        int blocks = (group + LANES - 1) / LANES;
        Parallel.ranges(lines / group * blocks, 1, (from, to) -> {
            float[] tile = new float[sample.length * LANES];
            float[] result = new float[2 * half * LANES];
            for (int b = from; b < to; b++) {
                int first = b % blocks * LANES;
                work.run(tile, result, Math.min(LANES, group - first), b / blocks * group + first);
            }
        });
    }

    /** Sample i of lines of n samples to row r of a tile. */
    private static void gather(float[] in, int n, int i, int inner, int first, float[] tile, int r, int lanes) {
        if (inner > 2) {
            System.arraycopy(in, (first / inner * n + i) * inner + first % inner, tile, r * LANES, lanes);
            return;
        }
        for (int l = 0; l < lanes; l++) {
            int line = first + l;
            tile[r * LANES + l] = in[(line / inner * n + i) * inner + line % inner];
        }
    }

    private static void scatter(float[] tile, int r, float[] out, int n, int i, int inner, int first, int lanes) {
        if (inner > 2) {
            System.arraycopy(tile, r * LANES, out, (first / inner * n + i) * inner + first % inner, lanes);
            return;
        }
        for (int l = 0; l < lanes; l++) {
            int line = first + l;
            out[(line / inner * n + i) * inner + line % inner] = tile[r * LANES + l];
        }
    }
}
