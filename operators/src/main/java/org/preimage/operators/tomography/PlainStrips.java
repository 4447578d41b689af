package org.preimage.operators.tomography;

import java.util.Arrays;

/**
 * Trapezoids in plain Java, of any size. The weights of a few hundred outputs are computed first, in loops without
 * table accesses that the compiler vectorizes by itself, and then applied.
 */
final class PlainStrips implements Sums {
    private static final int BLOCK = 256;

    @Override
    public int block() {
        return BLOCK;
    }

    @Override
    public int lanes() {
        return 0;
    }

    @Override
    public int overrun() {
        return 4;
    }

    @Override
    public boolean covers(double step, double reach) {
        return true;
    }

    @Override
    public void prepare(Footprint footprint, Sweep s) {
        Arrays.fill(s.lead, 0, s.lines, 0);
    }

    @Override
    public void add(Footprint footprint, Sweep s, float[] out, int from, int rows, int stride, int width) {
        if (footprint != Footprint.TRAPEZOID) {
            throw new IllegalArgumentException("footprint is " + footprint + ", but must be TRAPEZOID");
        }
        int[] index = new int[width];
        float[] fraction = new float[width];
        float[] left = new float[width];
        float[] right = new float[width];
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                long step = s.step[n];
                for (int i = 0; i < width; i++) {
                    index[i] = (int) (at >>> 32);
                    fraction[i] = Float.intBitsToFloat((int) at >>> 9 | 0x3f800000) - 1;
                    at += step;
                }
                spread(s, n, index, fraction, left, right, out, from + r * stride, width);
            }
        }
    }

    /** Adds one line; left and right are scratch. */
    private static void spread(
            Sweep s, int n, int[] index, float[] fraction, float[] left, float[] right, float[] out, int to, int width) {
        float inverse = s.shape[Sweep.SHAPE * n];
        float slope = s.shape[Sweep.SHAPE * n + 1];
        float side = s.shape[Sweep.SHAPE * n + 2];
        float half = s.shape[Sweep.SHAPE * n + 3];
        int first = (int) Math.floor(-half - 0.5) + 1;
        int last = (int) Math.ceil(half + 1.5) - 1;
        Arrays.fill(left, 0);
        for (int k = first; k < last; k++) {
            below(fraction, k + 0.5f, inverse, slope, side, half, right);
            apply(s.table, index, k, left, right, out, to, width);
            float[] swap = left;
            left = right;
            right = swap;
        }
        Arrays.fill(right, 1);
        apply(s.table, index, last, left, right, out, to, width);
    }

    /** The area of a trapezoid about each fraction that is below {@code edge}. */
    private static void below(
            float[] fraction, float edge, float inverse, float slope, float side, float half, float[] area) {
        float flat = half - side;
        for (int i = 0; i < area.length; i++) {
            float d = Math.max(-half, Math.min(half, edge - fraction[i]));
            float end = d - Math.max(-flat, Math.min(flat, d));
            area[i] = 0.5f + (d * inverse - end * Math.abs(end) * slope);
        }
    }

    private static void apply(
            float[] table, int[] index, int k, float[] left, float[] right, float[] out, int to, int width) {
        for (int i = 0; i < width; i++) {
            out[to + i] += table[index[i] + k] * (right[i] - left[i]);
        }
    }
}
