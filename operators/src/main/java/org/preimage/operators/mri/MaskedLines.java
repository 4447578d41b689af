package org.preimage.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.fourier.BatchFft;

/**
 * F* M F along one axis, of arrays that lie in batches of lines along another, slower axis: only the lines of which the mask
 * keeps a part, some at a time.
 */
final class MaskedLines {
    /** Samples of a line that are copied together. */
    private static final int TILE = 4;

    private final BatchFft plan;
    private final int n;
    private final int step;
    private final int stride;
    private final int width;

    /** Row of the batches in which each line lies, and index of its first number among those before the slow axis. */
    private final int[] rowOf;

    private final int[] first;
    private final int lanes;

    /** For each group and frequency a row of 1 / n where the mask keeps it, else 0. */
    private final float[][][] masks;

    /**
     * @param kept the mask
     * @param n size of the axis
     * @param step from one number of a line to the next
     * @param stride of the slow axis
     * @param rows size of the slow axis
     * @param width of the batches
     */
    MaskedLines(boolean[] kept, int n, int step, int stride, int rows, int width) {
        this.plan = new BatchFft(n);
        this.n = n;
        this.step = step;
        this.stride = stride;
        this.width = width;
        List<int[]> lines = new ArrayList<>();
        for (int k = 0; k < rows; k++) {
            int count = 0;
            for (int i = 0; i < n; i++) {
                count += kept[k * stride + i * step] ? 1 : 0;
            }
            for (int l = 0; l < stride / n && count > 0 && count < n; l++) {
                lines.add(new int[] {k, l / step * step * n + l % step});
            }
        }
        int[] frequency = lines.stream().mapToInt(l -> l[0]).toArray();
        rowOf = Arrays.stream(frequency).map(k -> row(k, rows)).toArray();
        first = lines.stream().mapToInt(l -> l[1]).toArray();
        int groups = (frequency.length + plan.lanes() - 1) / plan.lanes();
        lanes = groups == 0 ? 1 : (frequency.length + groups - 1) / groups;
        masks = new float[groups][n][lanes];
        for (int q = 0; q < frequency.length; q++) {
            for (int i = 0; i < n; i++) {
                boolean keep = kept[frequency[q] * stride + i * step];
                masks[q / lanes][row(i, n)][q % lanes] = keep ? 1f / n : 0;
            }
        }
    }

    /** Groups of lines that are transformed together. */
    int groups() {
        return masks.length;
    }

    private static int row(int i, int n) {
        return (i + n - n / 2) % n;
    }

    /**
     * Transforms, masks and transforms back a group of lines.
     *
     * @param batches along the slow axis
     * @param at the first of the batches that make up the array
     */
    void run(BatchFft.Batch[] batches, int at, int group) {
        int from = group * lanes;
        int count = Math.min(lanes, rowOf.length - from);
        plan.use(work -> {
            int done = step == 1 && stride == n ? n / TILE * TILE : 0;
            for (int i = 0; i < done; i += TILE) {
                load(batches[at + i / width], i % width, work, i, from, count);
            }
            for (int i = done; i < n; i++) {
                copy(batches, at, work, i, from, count, true);
            }
            work.forward(count);
            for (int k = 0; k < n; k++) {
                multiply(masks[group][k], work.re(k), work.im(k), count);
            }
            work.inverse(count);
            for (int i = 0; i < done; i += TILE) {
                store(batches[at + i / width], i % width, work, i, from, count);
            }
            for (int i = done; i < n; i++) {
                copy(batches, at, work, i, from, count, false);
            }
        });
    }

    private static void multiply(float[] mask, float[] re, float[] im, int n) {
        for (int j = 0; j < n; j++) {
            float m = mask[j];
            re[j] = re[j] * m;
            im[j] = im[j] * m;
        }
    }

    /** Sample i of all lines. */
    private void copy(BatchFft.Batch[] batches, int at, BatchFft.Batch work, int i, int from, int count, boolean load) {
        float[] re = work.re(row(i, n));
        float[] im = work.im(row(i, n));
        for (int l = 0; l < count; l++) {
            int k = rowOf[from + l];
            int position = first[from + l] + i * step;
            BatchFft.Batch batch = batches[at + position / width];
            int lane = position % width;
            if (load) {
                re[l] = batch.re(k)[lane];
                im[l] = batch.im(k)[lane];
            } else {
                batch.re(k)[lane] = re[l];
                batch.im(k)[lane] = im[l];
            }
        }
    }

    /** The same for four samples from i on, which lie side by side. */
    private void load(BatchFft.Batch batch, int lane, BatchFft.Batch work, int i, int from, int count) {
        float[] ar = work.re(row(i, n));
        float[] ai = work.im(row(i, n));
        float[] br = work.re(row(i + 1, n));
        float[] bi = work.im(row(i + 1, n));
        float[] cr = work.re(row(i + 2, n));
        float[] ci = work.im(row(i + 2, n));
        float[] dr = work.re(row(i + 3, n));
        float[] di = work.im(row(i + 3, n));
        for (int l = 0; l < count; l++) {
            int k = rowOf[from + l];
            float[] re = batch.re(k);
            float[] im = batch.im(k);
            ar[l] = re[lane];
            br[l] = re[lane + 1];
            cr[l] = re[lane + 2];
            dr[l] = re[lane + 3];
            ai[l] = im[lane];
            bi[l] = im[lane + 1];
            ci[l] = im[lane + 2];
            di[l] = im[lane + 3];
        }
    }

    private void store(BatchFft.Batch batch, int lane, BatchFft.Batch work, int i, int from, int count) {
        float[] ar = work.re(row(i, n));
        float[] ai = work.im(row(i, n));
        float[] br = work.re(row(i + 1, n));
        float[] bi = work.im(row(i + 1, n));
        float[] cr = work.re(row(i + 2, n));
        float[] ci = work.im(row(i + 2, n));
        float[] dr = work.re(row(i + 3, n));
        float[] di = work.im(row(i + 3, n));
        for (int l = 0; l < count; l++) {
            int k = rowOf[from + l];
            float[] re = batch.re(k);
            float[] im = batch.im(k);
            re[lane] = ar[l];
            re[lane + 1] = br[l];
            re[lane + 2] = cr[l];
            re[lane + 3] = dr[l];
            im[lane] = ai[l];
            im[lane + 1] = bi[l];
            im[lane + 2] = ci[l];
            im[lane + 3] = di[l];
        }
    }
}
