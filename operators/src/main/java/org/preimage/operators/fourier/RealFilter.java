package org.preimage.operators.fourier;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.parallel.ScratchArrays;

/**
 * Multiplies the discrete Fourier transform of real arrays of one to three axes by a transfer function: periodic
 * convolutions and their inverses. A plan for one shape, for any number of threads.
 *
 * <p>The array in may be smaller than the grid of the transform: it is set into zeros. The array out may be cut out of the
 * grid. Zeros are not transformed, nor is what is cut off.
 *
 * <p>Two real columns are transformed as real and imaginary part of a complex one, along the slowest axis first; half of the
 * spectrum remains. Along the fastest axis, forward transform, multiplication and inverse follow each other in the cache.
 */
public final class RealFilter {
    private static final int VECTOR = 16;

    private final HalfGrid grid;
    private final Window in;
    private final Window out;
    private final BatchFft fast;
    private final BatchFft middle;
    private final BatchFft slow;

    /** Floats from line to line along the fastest axis. */
    private final int stride;

    private final ScratchArrays scratch;

    /**
     * A part of the periodic grid.
     *
     * @param from first sample along each axis; may be negative
     * @param size samples along each axis, at most those of the grid
     */
    public record Window(int[] from, int[] size) {
        /** All of a grid. */
        public static Window all(int... sizes) {
            return new Window(new int[sizes.length], sizes);
        }
    }

    /** Changes consecutive numbers of the half spectrum, in the order of {@link HalfGrid}. */
    @FunctionalInterface
    public interface Symbol {
        /**
         * Multiplies in place.
         *
         * @param re real parts
         * @param im imaginary parts
         * @param count how many, from index 0 of both arrays
         * @param from index of the first in the half spectrum
         */
        void multiply(float[] re, float[] im, int count, int from);
    }

    /**
     * @param grid sizes of the transform
     * @param in where the array in stands on the grid
     * @param out what part of the grid the array out is
     */
    public RealFilter(HalfGrid grid, Window in, Window out) {
        this.grid = grid;
        this.in = inThree(grid, in);
        this.out = inThree(grid, out);
        this.fast = new BatchFft(grid.size(0));
        this.middle = new BatchFft(grid.size(1));
        this.slow = new BatchFft(grid.size(2));
        this.stride = Math.max(this.in.size[0], this.out.size[0]);
        long floats = (long) grid.half() * grid.size(1) * stride;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a grid of " + grid + " is too large to be transformed");
        }
        this.scratch = new ScratchArrays((int) floats);
    }

    /** A filter of arrays as large as the grid. */
    public RealFilter(HalfGrid grid) {
        this(grid, Window.all(grid.sizes()), Window.all(grid.sizes()));
    }

    private static Window inThree(HalfGrid grid, Window window) {
        int[] sizes = grid.sizes();
        if (window.size.length != sizes.length || window.from.length != sizes.length) {
            throw new IllegalArgumentException(
                    "a window has " + window.size.length + " axes, but " + grid + " has " + sizes.length);
        }
        for (int a = 0; a < sizes.length; a++) {
            if (window.size[a] < 1 || window.size[a] > sizes[a]) {
                throw new IllegalArgumentException(
                        "a window of " + Arrays.toString(window.size) + " does not fit into a grid of " + grid);
            }
        }
        return new Window(HalfGrid.inThree(window.from, 0), HalfGrid.inThree(window.size, 1));
    }

    /**
     * Filters one array.
     *
     * @param x of the window in, fastest axis first
     * @param xFrom its first float
     * @param y of the window out; may be {@code x}
     * @param yFrom its first float
     * @param symbol the transfer function
     */
    public void apply(float[] x, int xFrom, float[] y, int yFrom, Symbol symbol) {
        scratch.use(re -> scratch.use(im -> {
            forwardSlow(x, xFrom, re, im);
            if (grid.size(1) > 1) {
                middle(re, im, false);
            }
            fast(re, im, symbol);
            if (grid.size(1) > 1) {
                middle(re, im, true);
            }
            inverseSlow(re, im, y, yFrom);
        }));
    }

    /** The half spectrum of an array of the window in: real parts and imaginary parts. */
    public float[][] spectrum(float[] x) {
        float[][] spectrum = new float[2][grid.points()];
        float[] rest = new float[out.size[0] * out.size[1] * out.size[2]];
        apply(x, 0, rest, 0, (re, im, count, from) -> {
            System.arraycopy(re, 0, spectrum[0], from, count);
            System.arraycopy(im, 0, spectrum[1], from, count);
        });
        return spectrum;
    }

    /** Lanes of a batch if all lines are shared out evenly, in whole vectors. */
    private static int width(int lines, BatchFft plan) {
        int batches = (lines + plan.lanes() - 1) / plan.lanes();
        int even = (lines + batches - 1) / batches;
        return Math.min(plan.lanes(), (even + VECTOR - 1) / VECTOR * VECTOR);
    }

    private static void load(float[] x, int from, float[] row, int count, int lanes) {
        if (count > 0) {
            System.arraycopy(x, from, row, 0, count);
        }
        Arrays.fill(row, Math.max(0, count), lanes, 0);
    }

    /** Columns along the slowest axis, two as one complex column. */
    private void forwardSlow(float[] x, int xFrom, float[] re, float[] im) {
        int m = grid.size(2);
        int columns = in.size[0] * in.size[1];
        int pairs = (columns + 1) / 2;
        int width = width(pairs, slow);
        Parallel.ranges(
                (pairs + width - 1) / width,
                1,
                (b0, b1) -> slow.use(batch -> {
                    for (int first = b0 * width; first < Math.min(pairs, b1 * width); first += width) {
                        int lanes = Math.min(width, pairs - first);
                        int second = Math.min(lanes, columns - pairs - first);
                        for (int k = 0; k < m; k++) {
                            int i = Math.floorMod(k - in.from[2], m);
                            int at = xFrom + i * columns + first;
                            boolean inside = i < in.size[2];
                            load(x, at, batch.re(k), inside ? lanes : 0, lanes);
                            load(x, at + pairs, batch.im(k), inside ? second : 0, lanes);
                        }
                        batch.forward(lanes);
                        for (int k = 0; k <= m / 2; k++) {
                            int j = (m - k) % m;
                            int plane = k * grid.size(1) * stride;
                            float[] zero = k == j ? new float[lanes] : null;
                            if (k != j) {
                                RealPairs.separate(batch.re(k), batch.im(k), batch.re(j), batch.im(j), lanes);
                            }
                            copyOut(batch.re(k), re, plane, first, lanes);
                            copyOut(k == j ? zero : batch.im(k), im, plane, first, lanes);
                            copyOut(k == j ? batch.im(k) : batch.re(j), re, plane, first + pairs, second);
                            copyOut(k == j ? zero : batch.im(j), im, plane, first + pairs, second);
                        }
                    }
                }));
    }

    /** The inverse of {@link #forwardSlow}, for the window out. */
    private void inverseSlow(float[] re, float[] im, float[] y, int yFrom) {
        int m = grid.size(2);
        int columns = out.size[0] * out.size[1];
        int pairs = (columns + 1) / 2;
        int width = width(pairs, slow);
        float scale = (float) (1.0 / grid.all());
        Parallel.ranges(
                (pairs + width - 1) / width,
                1,
                (b0, b1) -> slow.use(batch -> {
                    for (int first = b0 * width; first < Math.min(pairs, b1 * width); first += width) {
                        int lanes = Math.min(width, pairs - first);
                        int second = Math.min(lanes, columns - pairs - first);
                        for (int k = 0; k <= m / 2; k++) {
                            int j = (m - k) % m;
                            int plane = k * grid.size(1) * stride;
                            copyIn(re, plane, first, batch.re(k), lanes, lanes);
                            copyIn(re, plane, first + pairs, k == j ? batch.im(k) : batch.re(j), second, lanes);
                            if (k != j) {
                                copyIn(im, plane, first, batch.im(k), lanes, lanes);
                                copyIn(im, plane, first + pairs, batch.im(j), second, lanes);
                                RealPairs.combine(batch.re(k), batch.im(k), batch.re(j), batch.im(j), lanes);
                            }
                        }
                        batch.inverse(lanes);
                        for (int i = 0; i < out.size[2]; i++) {
                            int k = Math.floorMod(i + out.from[2], m);
                            int at = yFrom + i * columns + first;
                            RealPairs.scaled(batch.re(k), scale, y, at, lanes);
                            RealPairs.scaled(batch.im(k), scale, y, at + pairs, second);
                        }
                    }
                }));
    }

    /** Copies lanes of a row to columns of one plane, whose lines are {@link #stride} apart. */
    private void copyOut(float[] row, float[] plane, int start, int column, int lanes) {
        int line = in.size[0];
        for (int l = 0; l < lanes; ) {
            int x = (column + l) % line;
            int n = Math.min(lanes - l, line - x);
            System.arraycopy(row, l, plane, start + (column + l) / line * stride + x, n);
            l += n;
        }
    }

    private void copyIn(float[] plane, int start, int column, float[] row, int count, int lanes) {
        int line = out.size[0];
        for (int l = 0; l < count; ) {
            int x = (column + l) % line;
            int n = Math.min(count - l, line - x);
            System.arraycopy(plane, start + (column + l) / line * stride + x, row, l, n);
            l += n;
        }
        Arrays.fill(row, Math.max(0, count), lanes, 0);
    }

    /** Along the second of three axes, in place. */
    private void middle(float[] re, float[] im, boolean inverse) {
        int m = grid.size(1);
        Window window = inverse ? out : in;
        int columns = window.size[0];
        int width = width(columns, middle);
        int blocks = (columns + width - 1) / width;
        Parallel.ranges(
                grid.half() * blocks,
                1,
                (from, to) -> middle.use(batch -> {
                    for (int b = from; b < to; b++) {
                        int first = b % blocks * width;
                        int start = b / blocks * m * stride + first;
                        int lanes = Math.min(width, columns - first);
                        for (int k = 0; k < m; k++) {
                            int i = inverse ? k : Math.floorMod(k - in.from[1], m);
                            int count = inverse || i < in.size[1] ? lanes : 0;
                            load(re, start + i * stride, batch.re(k), count, lanes);
                            load(im, start + i * stride, batch.im(k), count, lanes);
                        }
                        if (inverse) {
                            batch.inverse(lanes);
                        } else {
                            batch.forward(lanes);
                        }
                        int rows = inverse ? out.size[1] : m;
                        for (int i = 0; i < rows; i++) {
                            int k = inverse ? Math.floorMod(i + out.from[1], m) : i;
                            System.arraycopy(batch.re(k), 0, re, start + i * stride, lanes);
                            System.arraycopy(batch.im(k), 0, im, start + i * stride, lanes);
                        }
                    }
                }));
    }

    /** Along the fastest axis, there and back. */
    private void fast(float[] re, float[] im, Symbol symbol) {
        int m = grid.size(0);
        int lines = grid.size(1) * grid.half();
        int width = width(lines, fast);
        Parallel.ranges(
                (lines + width - 1) / width,
                1,
                (b0, b1) -> fast.use(batch -> {
                    for (int first = b0 * width; first < Math.min(lines, b1 * width); first += width) {
                        int lanes = Math.min(width, lines - first);
                        for (int k = 0; k < m; k++) {
                            int i = Math.floorMod(k - in.from[0], m);
                            if (i >= in.size[0]) {
                                Arrays.fill(batch.re(k), 0, lanes, 0);
                                Arrays.fill(batch.im(k), 0, lanes, 0);
                            }
                        }
                        RealPairs.gather(re, im, first * stride, stride, batch, in.from[0], in.size[0], lanes);
                        batch.forward(lanes);
                        for (int k = 0; k < m; k++) {
                            symbol.multiply(batch.re(k), batch.im(k), lanes, k * lines + first);
                        }
                        batch.inverse(lanes);
                        RealPairs.scatter(batch, out.from[0], out.size[0], re, im, first * stride, stride, lanes);
                    }
                }));
    }
}
