package org.preimage.operators.mri;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * The Fourier transform of coil images that are padded with zeros to a larger grid, and its adjoint, which keeps the image's part
 * only. Lines that hold nothing but zeros, and lines that nobody asks for, are left out.
 *
 * <p>The grid is an array of rows along x, row z Gy + y, with the coils next to each other at each point; pixel n / 2 and
 * frequency 0 are at grid point 0. Not scaled.
 */
final class PaddedFourier {
    /** Complex numbers of a line's element that are transformed together. */
    private static final int TOGETHER = 16;

    private final int[] sizes;
    private final int[] lengths;
    private final float[][] factors;
    private final int points;
    private final GridLines[] lines;
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
        this.lines = new GridLines[lengths.length];
        for (int a = 0; a < sizes.length; a++) {
            n *= sizes[a];
            lines[a] = new GridLines(lengths[a]);
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

    private int depth() {
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
            along(axis, coils, grid, false);
        }
    }

    /** The adjoint; destroys the grid. */
    void inverse(float[][] grid, int coils, float[] images, int offset) {
        for (int axis = sizes.length - 1; axis > 0; axis--) {
            along(axis, coils, grid, true);
        }
        rowsInverse(grid, coils, images, offset);
    }

    /**
     * Multiplies the transform of coil images by real numbers and goes back: a convolution.
     *
     * @param spectrum of all grid points, x fastest
     * @param grid for use on the way
     * @param result receives the images, as {@code images} holds them; may be the same array
     */
    void filter(float[] images, int offset, int coils, float[] spectrum, float[][] grid, float[] result) {
        rowsForward(images, offset, coils, grid);
        int last = sizes.length - 1;
        if (last == 2) {
            along(1, coils, grid, false);
        }
        columns(
                last,
                coils,
                grid,
                (buffer, width, first, x, to) -> {
                    lines[last].forward(buffer, width / 2);
                    int stride = first < 0 ? lengths[0] : lengths[0] * lengths[1];
                    int row = Math.max(first, 0) * lengths[0];
                    for (int k = 0, i = 0; k < lengths[last]; k++) {
                        for (int column = x; column < to; column++) {
                            float factor = spectrum[row + k * stride + column];
                            for (int c = 0; c < 2 * coils; c++, i++) {
                                buffer[i] *= factor;
                            }
                        }
                    }
                    lines[last].inverse(buffer, width / 2);
                },
                true,
                true);
        if (last == 2) {
            along(1, coils, grid, true);
        }
        rowsInverse(grid, coils, result, offset);
    }

    /** What is done with a block of lines along an axis: width floats for each element of a line. */
    private interface Block {
        /** @param row of the grid's y that the lines belong to, or -1 if they run along y themselves */
        void run(float[] buffer, int width, int row, int x, int to);
    }

    private void along(int axis, int coils, float[][] grid, boolean inverse) {
        columns(
                axis,
                coils,
                grid,
                (buffer, width, row, x, to) -> {
                    if (inverse) {
                        lines[axis].inverse(buffer, width / 2);
                    } else {
                        lines[axis].forward(buffer, width / 2);
                    }
                },
                !inverse,
                inverse);
    }

    /**
     * Takes the lines along an axis, block after block, does something with them and puts them back.
     *
     * @param padded whether only the image's part of a line is taken, and the rest is zero
     * @param cropped whether only the image's part is put back
     */
    private void columns(int axis, int coils, float[][] grid, Block block, boolean padded, boolean cropped) {
        int wide = Math.max(1, TOGETHER / coils);
        int blocks = (lengths[0] + wide - 1) / wide;
        // Along y only slices of the image hold anything or are wanted; along z all rows do.
        int groups = axis == 1 ? depth() : lengths[1];
        int length = lengths[axis];
        int size = sizes[axis];
        Parallel.ranges(groups * blocks, 4, (from, to) -> {
            float[] buffer = new float[2 * coils * wide * length];
            for (int b = from; b < to; b++) {
                int group = b / blocks;
                int x = b % blocks * wide;
                int end = Math.min(lengths[0], x + wide);
                int width = 2 * coils * (end - x);
                int start = axis == 2 ? group : sizes.length > 2 ? kept(2, group) * lengths[1] : 0;
                int step = axis == 2 ? lengths[1] : 1;
                if (padded) {
                    int after = size - size / 2;
                    Arrays.fill(buffer, after * width, (length - size / 2) * width, 0);
                }
                for (int i = 0; i < (padded ? size : length); i++) {
                    int k = padded ? place(axis, i) : i;
                    int row = padded ? kept(axis, i) : i;
                    System.arraycopy(grid[start + row * step], 2 * coils * x, buffer, k * width, width);
                }
                block.run(buffer, width, axis == 2 ? group : -1, x, end);
                for (int i = 0; i < (cropped ? size : length); i++) {
                    int k = cropped ? place(axis, i) : i;
                    int row = cropped ? kept(axis, i) : i;
                    System.arraycopy(buffer, k * width, grid[start + row * step], 2 * coils * x, width);
                }
            }
        });
    }

    /** Lines of the image that are transformed together. */
    private static int lineGroup(int coils) {
        return Math.max(1, TOGETHER / coils);
    }

    private void rowsForward(float[] images, int offset, int coils, float[][] grid) {
        int nx = sizes[0];
        int length = lengths[0];
        int group = lineGroup(coils);
        int pixels = 2 * points;
        Parallel.ranges(points / nx, group, (from, to) -> {
            float[] buffer = new float[2 * coils * group * length];
            for (int first = from; first < to; first += group) {
                int last = Math.min(to, first + group);
                int width = 2 * coils * (last - first);
                Arrays.fill(buffer, (nx - nx / 2) * width, (length - nx / 2) * width, 0);
                for (int line = first; line < last; line++) {
                    float factor = factorOf(line);
                    for (int c = 0; c < coils; c++) {
                        int at = offset + c * pixels + 2 * line * nx;
                        int into = 2 * ((line - first) * coils + c);
                        for (int i = 0; i < nx; i++) {
                            float f = factor * factors[0][i];
                            int k = place(0, i) * width + into;
                            buffer[k] = f * images[at + 2 * i];
                            buffer[k + 1] = f * images[at + 2 * i + 1];
                        }
                    }
                }
                lines[0].forward(buffer, width / 2);
                for (int line = first; line < last; line++) {
                    float[] row = grid[rowOf(line)];
                    int shift = 2 * coils * (line - first);
                    for (int k = 0; k < length; k++) {
                        System.arraycopy(buffer, k * width + shift, row, 2 * coils * k, 2 * coils);
                    }
                }
            }
        });
    }

    private void rowsInverse(float[][] grid, int coils, float[] images, int offset) {
        int nx = sizes[0];
        int length = lengths[0];
        int group = lineGroup(coils);
        int pixels = 2 * points;
        Parallel.ranges(points / nx, group, (from, to) -> {
            float[] buffer = new float[2 * coils * group * length];
            for (int first = from; first < to; first += group) {
                int last = Math.min(to, first + group);
                int width = 2 * coils * (last - first);
                for (int line = first; line < last; line++) {
                    float[] row = grid[rowOf(line)];
                    int shift = 2 * coils * (line - first);
                    for (int k = 0; k < length; k++) {
                        System.arraycopy(row, 2 * coils * k, buffer, k * width + shift, 2 * coils);
                    }
                }
                lines[0].inverse(buffer, width / 2);
                for (int line = first; line < last; line++) {
                    float factor = factorOf(line);
                    for (int c = 0; c < coils; c++) {
                        int at = offset + c * pixels + 2 * line * nx;
                        int out = 2 * ((line - first) * coils + c);
                        for (int i = 0; i < nx; i++) {
                            float f = factor * factors[0][i];
                            int k = place(0, i) * width + out;
                            images[at + 2 * i] = f * buffer[k];
                            images[at + 2 * i + 1] = f * buffer[k + 1];
                        }
                    }
                }
            }
        });
    }
}
