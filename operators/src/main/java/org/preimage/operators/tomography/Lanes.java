package org.preimage.operators.tomography;

import java.util.Arrays;

/**
 * A table of cells, each of which holds the values of several slices side by side: its lanes.
 *
 * <p>A ray of a stack meets the same cells with the same weights in every slice, so index and weight are computed once for
 * all lanes, and what remains is one sum over neighbouring floats. Each cell is an array of its own. That looks odd, but in
 * one long array the compiler can prove neither that a store to one place leaves the next load from another alone, nor
 * that both are in bounds, without a check each time; between arrays that are read from index 0 it can.
 *
 * <p>So Java's compiler turns both loops into vector code. Its loops peel and align before they begin, which costs most where
 * they are short: at {@link #NARROW} lanes, in a loop of known length, four angles go together to share that; at {@link
 * #WIDE} lanes two, as more make a body that it no longer unrolls to vectors. Measured with StackSpeed of the examples: with
 * the compiler's vectorisation switched off (-XX:-UseSuperWord) the kernels take 1.3 to 1.4 times as long at 16 lanes and
 * 1.8 to 2 times at 64. The sums alone, timed by themselves on cells in the first-level cache, take 65 to 85 % of the kernels' time: what
 * limits is the two loads for each lane and angle, then the positions and weights of each pixel and angle, whatever the
 * lanes. Memory does not: by count, a tile or block reads about half a byte from beyond the second-level cache for each pixel, angle
 * and slice, and slices of 128 x 128 take as long as those of 512 x 512, within 10 %.
 */
final class Lanes {
    /** Lanes of the loop of known length. */
    static final int NARROW = 16;

    /** Lanes of the longer vector loop. */
    static final int WIDE = 64;

    /** Neighbours that are copied together, so that both sides of the transposition stay in the cache. */
    private static final int CHUNK = 16;

    final int lanes;

    /** Cells in order; cells that were never given are one common array of zeros. */
    final float[][] cells;

    private final float[] zero;

    /**
     * @param lanes of each cell
     * @param length number of cells
     */
    Lanes(int lanes, int length) {
        this.lanes = lanes;
        zero = new float[lanes];
        cells = new float[length][];
        Arrays.fill(cells, zero);
    }

    /** The number of lanes to take of this many slices that are left. */
    static int lanesFor(int slices) {
        return slices > WIDE / 2 ? WIDE : NARROW;
    }

    /** Gives the cells {@code at ... at + n - 1} values of their own, zero at first. */
    void own(int at, int n) {
        for (int i = at; i < at + n; i++) {
            cells[i] = new float[lanes];
        }
    }

    /** Makes the values of cells zero that have their own. */
    void clear(int at, int n) {
        for (int i = at; i < at + n; i++) {
            Arrays.fill(cells[i], 0);
        }
    }

    /**
     * Copies neighbours of several slices into cells that have their own values.
     *
     * @param from index of the first neighbour in the first slice
     * @param sliceStep distance of slices
     * @param slices their number, at most the lanes; the other lanes keep what they hold
     * @param n number of neighbours
     * @param at cell of the first
     * @param step from one to the next
     */
    void interleave(float[] values, int from, int sliceStep, int slices, int n, float factor, int at, int step) {
        for (int chunk = 0; chunk < n; chunk += CHUNK) {
            int end = Math.min(n, chunk + CHUNK);
            for (int s = 0; s < slices; s++) {
                int source = from + s * sliceStep;
                for (int i = chunk; i < end; i++) {
                    cells[at + i * step][s] = factor * values[source + i];
                }
            }
        }
    }

    /** Adds {@code factor} times neighbouring cells to several slices: the way back of {@link #interleave}. */
    void addTo(float[] values, int from, int sliceStep, int slices, int n, float factor, int at) {
        for (int chunk = 0; chunk < n; chunk += CHUNK) {
            int end = Math.min(n, chunk + CHUNK);
            for (int s = 0; s < slices; s++) {
                int target = from + s * sliceStep;
                for (int i = chunk; i < end; i++) {
                    values[target + i] += factor * cells[at + i][s];
                }
            }
        }
    }

    /** out += the sum of eight cells with their weights, in every lane. */
    static void addEight(
            float[] out,
            float[] p0,
            float[] p1,
            float[] q0,
            float[] q1,
            float[] r0,
            float[] r1,
            float[] s0,
            float[] s1,
            float a0,
            float a1,
            float b0,
            float b1,
            float c0,
            float c1,
            float d0,
            float d1) {
        if (out.length == NARROW) {
            for (int i = 0; i < NARROW; i++) {
                out[i] += (a0 * p0[i] + a1 * p1[i])
                        + (b0 * q0[i] + b1 * q1[i])
                        + ((c0 * r0[i] + c1 * r1[i]) + (d0 * s0[i] + d1 * s1[i]));
            }
        } else {
            addFour(out, p0, p1, q0, q1, a0, a1, b0, b1);
            addFour(out, r0, r1, s0, s1, c0, c1, d0, d1);
        }
    }

    private static void addFour(
            float[] out, float[] p0, float[] p1, float[] q0, float[] q1, float a0, float a1, float b0, float b1) {
        for (int i = 0; i < out.length; i++) {
            out[i] += (a0 * p0[i] + a1 * p1[i]) + (b0 * q0[i] + b1 * q1[i]);
        }
    }
}
