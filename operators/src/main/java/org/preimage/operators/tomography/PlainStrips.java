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
        float[][] scratch = new float[3][width];
        // From zero, so that rounding errors do not pile up in the output.
        float[] sum = new float[width];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(sum, 0);
            for (int n = 0; n < s.lines; n++) {
                long at = s.at[n];
                s.at[n] = at + s.move[n];
                long step = s.step[n];
                for (int i = 0; i < width; i++) {
                    index[i] = (int) (at >>> 32);
                    fraction[i] = Float.intBitsToFloat((int) at >>> 9 | 0x3f800000) - 1;
                    at += step;
                }
                float half = s.shape[Sweep.SHAPE * n + 3];
                if (half > 0.5f && half <= 1.5f) {
                    spreadOverFour(s, n, index, fraction, scratch, sum);
                } else {
                    spread(s, n, index, fraction, scratch, sum);
                }
            }
            for (int i = 0; i < width; i++) {
                out[from + r * stride + i] += sum[i];
            }
        }
    }

    /** Adds one line whose trapezoids touch four samples: the usual case. */
    private static void spreadOverFour(Sweep s, int n, int[] index, float[] fraction, float[][] scratch, float[] sum) {
        float[] a = scratch[0];
        float[] b = scratch[1];
        float[] c = scratch[2];
        below(s.shape, n, fraction, -0.5f, a);
        below(s.shape, n, fraction, 0.5f, b);
        below(s.shape, n, fraction, 1.5f, c);
        float[] table = s.table;
        for (int i = 0; i < index.length; i++) {
            int k = index[i];
            float two = table[k] * (b[i] - a[i]) + table[k + 1] * (c[i] - b[i]);
            sum[i] += two + (table[k - 1] * a[i] + table[k + 2] * (1 - c[i]));
        }
    }

    /** Adds one line, sample by sample. */
    private static void spread(Sweep s, int n, int[] index, float[] fraction, float[][] scratch, float[] sum) {
        float half = s.shape[Sweep.SHAPE * n + 3];
        int first = (int) Math.floor(-half - 0.5) + 1;
        int last = (int) Math.ceil(half + 1.5) - 1;
        float[] left = scratch[0];
        float[] right = scratch[1];
        Arrays.fill(left, 0);
        for (int k = first; k <= last; k++) {
            if (k < last) {
                below(s.shape, n, fraction, k + 0.5f, right);
            } else {
                Arrays.fill(right, 1);
            }
            for (int i = 0; i < index.length; i++) {
                sum[i] += s.table[index[i] + k] * (right[i] - left[i]);
            }
            float[] swap = left;
            left = right;
            right = swap;
        }
    }

    /** The part of a trapezoid about each fraction that is below {@code edge}. */
    private static void below(float[] shape, int n, float[] fraction, float edge, float[] area) {
        float inverse = shape[Sweep.SHAPE * n];
        float slope = shape[Sweep.SHAPE * n + 1];
        float side = shape[Sweep.SHAPE * n + 2];
        float half = shape[Sweep.SHAPE * n + 3];
        float flat = half - side;
        for (int i = 0; i < area.length; i++) {
            // Twice the distance, clamped to either half width: absolute values cost less than Math.min and Math.max.
            float d = edge - fraction[i];
            float whole = Math.abs(d + half) - Math.abs(d - half);
            float end = whole - (Math.abs(d + flat) - Math.abs(d - flat));
            area[i] = 0.5f + (0.5f * inverse * whole - 0.25f * slope * (end * Math.abs(end)));
        }
    }
}
