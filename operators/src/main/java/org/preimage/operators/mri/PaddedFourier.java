package org.preimage.operators.mri;

import java.util.Arrays;
import org.preimage.operators.fourier.BatchFft;
import org.preimage.operators.parallel.Parallel;

/**
 * The Fourier transform of coil images that are padded with zeros to a larger grid, and its adjoint, which keeps the image's part
 * only. Lines that hold nothing but zeros, and lines that nobody asks for, are left out.
 *
 * <p>The grid is an array of rows along x, row z Gy + y, with the coils next to each other at each point; pixel n / 2 and
 * frequency 0 are at grid point 0. Not scaled.
 */
final class PaddedFourier {
    private final int[] sizes;
    private final int[] lengths;
    private final float[][] factors;
    private final int points;
    private final BatchFft[] transforms;
    private final boolean compact;

    /**
     * @param sizes of the image, two or three
     * @param lengths of the grid, at least as large
     * @param factors of each axis that pixels are multiplied with, in both directions
     * @param compact whether the grid's last axis has no room for the padding, which {@link #filter} does not need
     */
    PaddedFourier(int[] sizes, int[] lengths, float[][] factors, boolean compact) {
        this.sizes = sizes;
        this.lengths = lengths;
        this.factors = factors;
        this.compact = compact;
        int n = 1;
        this.transforms = new BatchFft[lengths.length];
        for (int a = 0; a < sizes.length; a++) {
            n *= sizes[a];
            transforms[a] = a > 0 && lengths[a] == lengths[a - 1] ? transforms[a - 1] : new BatchFft(lengths[a]);
        }
        this.points = n;
    }

    /** Factors that change nothing but the scale. */
    static float[][] constant(int[] sizes, double scale) {
        float[][] factors = new float[sizes.length][];
        for (int a = 0; a < sizes.length; a++) {
            factors[a] = new float[sizes[a]];
            Arrays.fill(factors[a], a == 0 ? (float) scale : 1);
        }
        return factors;
    }

    /** Rows of the grid. */
    int rows() {
        if (lengths.length == 2) {
            return compact ? sizes[1] : lengths[1];
        }
        return lengths[1] * (compact ? sizes[2] : lengths[2]);
    }

    private int slices() {
        return sizes.length > 2 ? sizes[2] : 1;
    }

    /** Where a pixel stands along an axis of the grid. */
    private int place(int axis, int pixel) {
        int shifted = pixel - sizes[axis] / 2;
        return shifted < 0 ? shifted + lengths[axis] : shifted;
    }

    /** Where it is kept. */
    private int kept(int axis, int pixel) {
        return compact && axis == sizes.length - 1 ? pixel : place(axis, pixel);
    }

    /** The grid's row that holds row {@code line} of the image, counted over all slices. */
    private int rowOf(int line) {
        int y = kept(1, line % sizes[1]);
        return sizes.length > 2 ? kept(2, line / sizes[1]) * lengths[1] + y : y;
    }

    private float factorOf(int line) {
        float y = factors[1][line % sizes[1]];
        return sizes.length > 2 ? factors[2][line / sizes[1]] * y : y;
    }

    /**
     * Fills the grid with the transform of some coil images.
     *
     * @param images planar, one coil after the other
     * @param offset of the first coil, in floats
     * @param coils taken
     * @param grid receives the transform; its rows may be longer than needed
     */
    void forward(float[] images, int offset, int coils, float[][] grid) {
        rowsForward(images, offset, coils, grid);
        for (int axis = 1; axis < sizes.length; axis++) {
            columnsForward(axis, coils, grid);
        }
    }

    /** The adjoint; destroys the grid. */
    void inverse(float[][] grid, int coils, float[] images, int offset) {
        for (int axis = sizes.length - 1; axis > 0; axis--) {
            columnsInverse(axis, coils, grid);
        }
        rowsInverse(grid, coils, images, offset);
    }

    /**
     * Multiplies the transform of coil images by real numbers and goes back: a convolution.
     *
     * @param images planar, one coil after the other
     * @param offset of the first coil, in floats
     * @param coils taken
     * @param spectrum of all grid points, x fastest
     * @param grid for use on the way
     * @param result receives the images, as {@code images} holds them; may be the same array
     */
    void filter(float[] images, int offset, int coils, float[] spectrum, float[][] grid, float[] result) {
        int last = sizes.length - 1;
        rowsForward(images, offset, coils, grid);
        if (last == 2) {
            columnsForward(1, coils, grid);
        }
        columns(last, coils, grid, true, true, (batch, lines, y, x) -> {
            batch.forward(lines);
            multiply(batch, lines, coils, spectrum, y * lengths[0] + x, lengths[0] * (last == 2 ? lengths[1] : 1));
            batch.inverse(lines);
        });
        if (last == 2) {
            columnsInverse(1, coils, grid);
        }
        rowsInverse(grid, coils, result, offset);
    }

    /** Multiplies sample k of the lines by the spectrum from {@code at} + k {@code stride} on, all coils alike. */
    private static void multiply(BatchFft.Batch batch, int lines, int coils, float[] spectrum, int at, int stride) {
        float[] factor = new float[lines];
        for (int k = 0; k < batch.length(); k++) {
            for (int i = 0; i < lines; i++) {
                factor[i] = spectrum[at + k * stride + i / coils];
            }
            scale(batch.re(k), factor, lines);
            scale(batch.im(k), factor, lines);
        }
    }

    private static void scale(float[] x, float[] factor, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factor[i];
        }
    }

    private void columnsForward(int axis, int coils, float[][] grid) {
        columns(axis, coils, grid, true, false, (batch, lines, y, x) -> batch.forward(lines));
    }

    private void columnsInverse(int axis, int coils, float[][] grid) {
        columns(axis, coils, grid, false, true, (batch, lines, y, x) -> batch.inverse(lines));
    }

    /** What is done with a block of neighbouring lines along an axis. */
    private interface Block {
        /**
         * @param y the grid's row that lines along z belong to, 0 for lines along y
         * @param x column of the first line
         */
        void run(BatchFft.Batch batch, int lines, int y, int x);
    }

    /**
     * Takes the lines along an axis, block after block, does something with them and puts them back.
     *
     * @param padded whether only the image's part of a line is taken, and the rest is zero
     * @param cropped whether only the image's part is put back
     */
    private void columns(int axis, int coils, float[][] grid, boolean padded, boolean cropped, Block block) {
        int wide = Math.max(1, transforms[axis].lanes() / coils);
        int blocks = (lengths[0] + wide - 1) / wide;
        // Along y only slices of the image hold anything or are wanted; along z all rows do.
        int groups = axis == 1 ? slices() : lengths[1];
        int length = lengths[axis];
        int size = sizes[axis];
        Parallel.ranges(
                groups * blocks,
                1,
                (from, to) -> transforms[axis].use(batch -> {
                    for (int b = from; b < to; b++) {
                        int group = b / blocks;
                        int x = b % blocks * wide;
                        int lines = coils * (Math.min(lengths[0], x + wide) - x);
                        int at = 2 * coils * x;
                        int start = axis == 2 ? group : sizes.length > 2 ? kept(2, group) * lengths[1] : 0;
                        int step = axis == 2 ? lengths[1] : 1;
                        if (padded) {
                            clear(batch, size - size / 2, length - size / 2, lines);
                        }
                        for (int i = 0; i < (padded ? size : length); i++) {
                            int k = padded ? place(axis, i) : i;
                            float[] row = grid[start + step * (padded ? kept(axis, i) : i)];
                            split(row, at, batch.re(k), batch.im(k), 0, lines);
                        }
                        block.run(batch, lines, axis == 2 ? group : 0, x);
                        for (int i = 0; i < (cropped ? size : length); i++) {
                            int k = cropped ? place(axis, i) : i;
                            float[] row = grid[start + step * (cropped ? kept(axis, i) : i)];
                            join(batch.re(k), batch.im(k), 0, lines, row, at);
                        }
                    }
                }));
    }

    private static void clear(BatchFft.Batch batch, int from, int to, int lines) {
        for (int k = from; k < to; k++) {
            Arrays.fill(batch.re(k), 0, lines, 0);
            Arrays.fill(batch.im(k), 0, lines, 0);
        }
    }

    private static void split(float[] complex, int at, float[] re, float[] im, int first, int n) {
        for (int i = 0; i < n; i++) {
            re[first + i] = complex[at + 2 * i];
            im[first + i] = complex[at + 2 * i + 1];
        }
    }

    private static void join(float[] re, float[] im, int first, int n, float[] complex, int at) {
        for (int i = 0; i < n; i++) {
            complex[at + 2 * i] = re[first + i];
            complex[at + 2 * i + 1] = im[first + i];
        }
    }

    private void rowsForward(float[] images, int offset, int coils, float[][] grid) {
        int nx = sizes[0];
        int length = lengths[0];
        int group = Math.max(1, transforms[0].lanes() / coils);
        Parallel.ranges(
                points / nx,
                group,
                (from, to) -> transforms[0].use(batch -> {
                    for (int first = from; first < to; first += group) {
                        int last = Math.min(to, first + group);
                        int lines = coils * (last - first);
                        clear(batch, nx - nx / 2, length - nx / 2, lines);
                        for (int line = first, lane = 0; line < last; line++) {
                            float factor = factorOf(line);
                            for (int c = 0; c < coils; c++, lane++) {
                                int at = offset + 2 * (c * points + line * nx);
                                for (int i = 0; i < nx; i++) {
                                    int k = place(0, i);
                                    float f = factor * factors[0][i];
                                    batch.re(k)[lane] = f * images[at + 2 * i];
                                    batch.im(k)[lane] = f * images[at + 2 * i + 1];
                                }
                            }
                        }
                        batch.forward(lines);
                        for (int k = 0; k < length; k++) {
                            for (int line = first, lane = 0; line < last; line++, lane += coils) {
                                join(batch.re(k), batch.im(k), lane, coils, grid[rowOf(line)], 2 * coils * k);
                            }
                        }
                    }
                }));
    }

    private void rowsInverse(float[][] grid, int coils, float[] images, int offset) {
        int nx = sizes[0];
        int length = lengths[0];
        int group = Math.max(1, transforms[0].lanes() / coils);
        Parallel.ranges(
                points / nx,
                group,
                (from, to) -> transforms[0].use(batch -> {
                    for (int first = from; first < to; first += group) {
                        int last = Math.min(to, first + group);
                        for (int k = 0; k < length; k++) {
                            for (int line = first, lane = 0; line < last; line++, lane += coils) {
                                split(grid[rowOf(line)], 2 * coils * k, batch.re(k), batch.im(k), lane, coils);
                            }
                        }
                        batch.inverse(coils * (last - first));
                        for (int line = first, lane = 0; line < last; line++) {
                            float factor = factorOf(line);
                            for (int c = 0; c < coils; c++, lane++) {
                                int at = offset + 2 * (c * points + line * nx);
                                for (int i = 0; i < nx; i++) {
                                    int k = place(0, i);
                                    float f = factor * factors[0][i];
                                    images[at + 2 * i] = f * batch.re(k)[lane];
                                    images[at + 2 * i + 1] = f * batch.im(k)[lane];
                                }
                            }
                        }
                    }
                }));
    }
}
