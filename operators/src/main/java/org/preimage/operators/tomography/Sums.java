package org.preimage.operators.tomography;

/** The inner loop: adds samples of a {@link Sweep}'s lines, weighted by a footprint, at equally spaced positions. */
interface Sums {
    /** Outputs of a row that are computed together. */
    int block();

    /** Floats of {@link Sweep#offsets} for each line. */
    int lanes();

    /** Entries of the table that may be read beyond those with a weight. */
    int overrun();

    /** To be called when the steps and shapes of a sweep are set. */
    void prepare(Footprint footprint, Sweep sweep);

    /**
     * out[from + r stride + i] += the sum over all lines n of their samples about at[n] + i step[n] + r move[n].
     *
     * @param rows r goes from 0 to rows - 1, and {@link Sweep#at} is moved on by as many rows
     * @param width i goes from 0 to width - 1, or on to the end of the block
     */
    void add(Footprint footprint, Sweep sweep, float[] out, int from, int rows, int stride, int width);
}
