package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * A sinogram whose columns, the values of one cell at all angles, are sorted, and which knows the way back. Rank r of
 * neighbouring cells holds nearly the same value, wherever the object is: what is left along the cells is the cells'
 * own.
 */
final class SortedColumns {
    private final int cells;
    private final int views;
    /** Value of rank r in cell c at r * cells + c. */
    final float[] values;

    private final int[] view;

    SortedColumns(float[] sinogram, int cells, int views) {
        this.cells = cells;
        this.views = views;
        values = new float[sinogram.length];
        view = new int[sinogram.length];
        Parallel.ranges(cells, 16, (from, to) -> {
            long[] keys = new long[views];
            for (int c = from; c < to; c++) {
                for (int v = 0; v < views; v++) {
                    int bits = Float.floatToIntBits(sinogram[v * cells + c]);
                    // Orders the bits of negative floats as their values; the view in the low half settles ties.
                    int ordered = bits ^ (bits >> 31 & 0x7fffffff);
                    keys[v] = (long) ordered << 32 | v;
                }
                Arrays.sort(keys);
                for (int r = 0; r < views; r++) {
                    int v = (int) keys[r];
                    view[r * cells + c] = v;
                    values[r * cells + c] = sinogram[v * cells + c];
                }
            }
        });
    }

    /** The running median of each rank along the cells. */
    float[] medians(int window) {
        float[] out = new float[values.length];
        Parallel.ranges(views, 8, (from, to) -> {
            float[] line = new float[cells];
            float[] result = new float[cells];
            float[] sorted = new float[window];
            for (int r = from; r < to; r++) {
                System.arraycopy(values, r * cells, line, 0, cells);
                Statistics.runningMedian(line, cells, window, result, sorted);
                System.arraycopy(result, 0, out, r * cells, cells);
            }
        });
        return out;
    }

    /** Puts the values of a cell, given by rank, back to where they came from. */
    void restore(float[] byRank, int cell, float[] sinogram) {
        for (int r = 0; r < views; r++) {
            sinogram[view[r * cells + cell] * cells + cell] = byRank[r * cells + cell];
        }
    }

    static void requireWindow(int window) {
        if (window < 3 || window % 2 == 0) {
            throw new IllegalArgumentException("the window is " + window + " cells, but must be odd and at least 3");
        }
    }
}
