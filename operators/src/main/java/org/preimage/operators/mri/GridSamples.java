package org.preimage.operators.mri;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;

/**
 * Samples between the points of a periodic grid, and how they are interpolated from it and spread onto it, several coils at a
 * time.
 *
 * <p>The grid is an array of rows along x, row z Gy + y, of Gx + W points; those beyond Gx repeat the first ones. At each
 * point the coils stand next to each other, so that the W points a sample touches in a row are one run of 2 W coils
 * floats, and the inner loops are long whatever the kernel. Grid point 0 is zero frequency.
 *
 * <p>Samples are sorted into pencils, bands of rows along the slower axes, at least W rows wide, and along a pencil by x. A
 * pencil adds to itself and to the next ones, so that every second one of each axis may be filled at the same time: the
 * order in which a grid point receives its samples is fixed, and nobody else writes to it.
 */
final class GridSamples {
    /** Steps of the kernel's table: linear interpolation between them is right to 5e-8. */
    private static final int STEP_BITS = 11;

    private static final int BAND = 8;
    private static final int BLOCK = 16;
    private static final int GRAIN = 256;

    private final int[] lengths;
    private final int taps;
    private final int axes;
    private final int count;

    /** For each axis and sample, in sorted order, (W / 2 - position) modulo the length, in fixed point. */
    private final int[][] place;

    /** Bits behind the point, for each axis. */
    private final int[] bits;

    private final float[][] tables;

    /** Which sample of the trajectory is the i-th in sorted order. */
    private final int[] order;

    /** For each colour ranges of sorted samples, {first, last} of each pencil, and the pencils where parts begin. */
    private final int[][] pencils;

    private final int[][] parts;

    GridSamples(Trajectory trajectory, int[] sizes, GridChoice choice) {
        this.lengths = choice.lengths();
        this.taps = choice.taps();
        this.axes = lengths.length;
        this.count = trajectory.count();
        this.bits = new int[axes];
        this.tables = new float[axes][];
        int[][] unsorted = new int[axes][count];
        for (int a = 0; a < axes; a++) {
            tables[a] = a > 0 && lengths[a] == lengths[a - 1] && sizes[a] == sizes[a - 1]
                    ? tables[a - 1]
                    : choice.kernels()[a].table(1 << STEP_BITS);
            bits[a] = Integer.numberOfLeadingZeros(lengths[a] - 1) - 1;
            long period = (long) lengths[a] << bits[a];
            double scale = (double) period / sizes[a];
            double half = taps / 2.0 * (1 << bits[a]);
            for (int i = 0; i < count; i++) {
                unsorted[a][i] = (int) Math.floorMod(Math.round(half - trajectory.at(i, a) * scale), period);
            }
        }
        Bands across = axes > 2 ? new Bands(lengths[2], taps) : new Bands(1);
        Bands along = new Bands(lengths[1], taps);
        int blocks = (lengths[0] + BLOCK - 1) / BLOCK;
        int[] key = new int[count];
        int[] start = new int[across.number * along.number * blocks + 1];
        for (int i = 0; i < count; i++) {
            int z = axes > 2 ? across.of(first(2, unsorted[2][i])) : 0;
            int y = along.of(first(1, unsorted[1][i]));
            key[i] = (z * along.number + y) * blocks + first(0, unsorted[0][i]) / BLOCK;
            start[key[i] + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        int[] next = start.clone();
        order = new int[count];
        place = new int[axes][count];
        for (int i = 0; i < count; i++) {
            int at = next[key[i]]++;
            order[at] = i;
            for (int a = 0; a < axes; a++) {
                place[a][at] = unsorted[a][i];
            }
        }
        int colours = axes > 2 ? 4 : 2;
        pencils = new int[colours][];
        parts = new int[colours][];
        for (int colour = 0; colour < colours; colour++) {
            int[] ranges = new int[2 * across.number * along.number];
            int n = 0;
            for (int z = colour / 2; z < across.number; z += 2) {
                for (int y = colour % 2; y < along.number; y += 2) {
                    int pencil = (z * along.number + y) * blocks;
                    if (start[pencil] < start[pencil + blocks]) {
                        ranges[n++] = start[pencil];
                        ranges[n++] = start[pencil + blocks];
                    }
                }
            }
            pencils[colour] = Arrays.copyOf(ranges, n);
            parts[colour] = parts(pencils[colour]);
        }
    }

    /** An axis cut into an even number of bands at least as wide as the kernel, or one where there is no axis. */
    private static final class Bands {
        final int number;
        private final int length;

        Bands(int length) {
            this.length = length;
            this.number = 1;
        }

        Bands(int length, int taps) {
            this.length = length;
            this.number = Math.max(2, length / Math.max(BAND, taps) / 2 * 2);
        }

        /** Band of a row: those whose rows times the number of bands over the length begin alike. */
        int of(int row) {
            return (int) ((long) row * number / length);
        }
    }

    /** Pencils where parts of about equal work begin, and the end. */
    private static int[] parts(int[] pencils) {
        int n = pencils.length / 2;
        long all = 0;
        for (int p = 0; p < n; p++) {
            all += pencils[2 * p + 1] - pencils[2 * p];
        }
        int[] parts = new int[n + 1];
        int number = 0;
        long sum = 0;
        for (int p = 0; p < n; p++) {
            if (64 * sum >= all * number) {
                parts[number++] = p;
            }
            sum += pencils[2 * p + 1] - pencils[2 * p];
        }
        parts[number] = n;
        return Arrays.copyOf(parts, number + 1);
    }

    /** The first grid point that a sample touches. */
    private int first(int axis, int place) {
        int whole = place >>> bits[axis];
        return whole == 0 ? 0 : lengths[axis] - whole;
    }

    private void weights(int axis, int place, float[] out) {
        int low = bits[axis] - STEP_BITS;
        int at = (place >>> low & (1 << STEP_BITS) - 1) * taps;
        float fraction = (place & (1 << low) - 1) * (1f / (1 << low));
        float[] table = tables[axis];
        for (int t = 0; t < taps; t++) {
            out[t] = table[at + t] + fraction * (table[at + taps + t] - table[at + t]);
        }
    }

    /** The rows that a sample touches with their weights, and where in them it begins. */
    private final class Touch {
        final int number = axes > 2 ? taps * taps : taps;
        final float[][] rows = new float[number][];
        final float[] weights = new float[number];
        final float[] x = new float[taps];
        private final float[] y = new float[taps];
        private final float[] z = new float[taps];

        /** First point touched along x. */
        int at(float[][] grid, int sample) {
            weights(0, place[0][sample], x);
            weights(1, place[1][sample], y);
            int top = first(1, place[1][sample]);
            if (axes == 2) {
                for (int t = 0; t < taps; t++) {
                    int row = top + t;
                    rows[t] = grid[row < lengths[1] ? row : row - lengths[1]];
                    weights[t] = y[t];
                }
            } else {
                weights(2, place[2][sample], z);
                int front = first(2, place[2][sample]);
                for (int s = 0, i = 0; s < taps; s++) {
                    int slice = front + s;
                    int offset = (slice < lengths[2] ? slice : slice - lengths[2]) * lengths[1];
                    for (int t = 0; t < taps; t++, i++) {
                        int row = top + t;
                        rows[i] = grid[offset + (row < lengths[1] ? row : row - lengths[1])];
                        weights[i] = z[s] * y[t];
                    }
                }
            }
            return first(0, place[0][sample]);
        }
    }

    /** Points in a row of the grid, those beyond the period included. */
    int rowPoints() {
        return lengths[0] + taps;
    }

    /**
     * Takes values from the grid.
     *
     * @param grid filled within the period; the points beyond it are made here
     * @param coils at each grid point
     * @param data receives, for each coil, the samples in the trajectory's order; complex
     * @param offset of the first coil in {@code data}, in floats
     */
    void interpolate(float[][] grid, int coils, float[] data, int offset) {
        int width = 2 * coils;
        int period = width * lengths[0];
        Parallel.ranges(grid.length, GRAIN, (from, to) -> {
            for (int row = from; row < to; row++) {
                System.arraycopy(grid[row], 0, grid[row], period, width * taps);
            }
        });
        Parallel.ranges(count, GRAIN, (from, to) -> {
            Touch touch = new Touch();
            // As long as a row of the grid: loops whose arrays share one index are vectorised.
            float[] sum = new float[grid[0].length];
            float[] value = new float[width];
            for (int sample = from; sample < to; sample++) {
                int begin = touch.at(grid, sample) * width;
                int end = begin + taps * width;
                combine(touch, sum, begin, end);
                reduce(sum, begin, touch.x, taps, value, width);
                int at = offset + 2 * order[sample];
                for (int c = 0; c < width; c += 2, at += 2 * count) {
                    data[at] = value[c];
                    data[at + 1] = value[c + 1];
                }
            }
        });
    }

    /**
     * Spreads values onto the grid: the adjoint of {@link #interpolate}.
     *
     * @param grid receives their sums, whatever it held
     * @param coils at each grid point
     * @param data for each coil, the samples in the trajectory's order; complex
     * @param offset of the first coil in {@code data}, in floats
     */
    void spread(float[] data, int offset, int coils, float[][] grid) {
        int width = 2 * coils;
        Parallel.ranges(grid.length, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                Arrays.fill(grid[row], 0);
            }
        });
        for (int colour = 0; colour < parts.length; colour++) {
            int[] pencil = pencils[colour];
            int[] part = parts[colour];
            Parallel.ranges(part.length - 1, 1, (from, to) -> {
                Touch touch = new Touch();
                float[] run = new float[grid[0].length];
                float[] value = new float[width];
                for (int p = part[from]; p < part[to]; p++) {
                    for (int sample = pencil[2 * p]; sample < pencil[2 * p + 1]; sample++) {
                        int at = offset + 2 * order[sample];
                        for (int c = 0; c < width; c += 2, at += 2 * count) {
                            value[c] = data[at];
                            value[c + 1] = data[at + 1];
                        }
                        int begin = touch.at(grid, sample) * width;
                        int end = begin + taps * width;
                        expand(value, width, touch.x, taps, run, begin);
                        for (int i = 0; i < touch.number; i++) {
                            add(touch.rows[i], touch.weights[i], run, begin, end);
                        }
                    }
                }
            });
        }
        int period = width * lengths[0];
        Parallel.ranges(grid.length, GRAIN, (from, to) -> {
            for (int row = from; row < to; row++) {
                float[] line = grid[row];
                for (int i = 0; i < width * taps; i++) {
                    line[i] += line[period + i];
                }
            }
        });
    }

    /** sum = the rows' weighted sum over one run. */
    private static void combine(Touch touch, float[] sum, int begin, int end) {
        float[][] r = touch.rows;
        float[] w = touch.weights;
        Arrays.fill(sum, begin, end, 0);
        int i = 0;
        for (; i + 3 <= touch.number; i += 3) {
            add(r[i], r[i + 1], r[i + 2], w[i], w[i + 1], w[i + 2], sum, begin, end);
        }
        for (; i < touch.number; i++) {
            add(sum, w[i], r[i], begin, end);
        }
    }

    private static void add(
            float[] a, float[] b, float[] c, float u, float v, float w, float[] sum, int begin, int end) {
        for (int i = begin; i < end; i++) {
            sum[i] += u * a[i] + v * b[i] + w * c[i];
        }
    }

    private static void add(float[] row, float weight, float[] run, int begin, int end) {
        for (int i = begin; i < end; i++) {
            row[i] += weight * run[i];
        }
    }

    /** value = the sum over the points of a run, weighted along x. */
    private static void reduce(float[] sum, int begin, float[] x, int taps, float[] value, int width) {
        for (int c = 0; c < width; c++) {
            float s = 0;
            for (int t = 0, i = begin + c; t < taps; t++, i += width) {
                s += x[t] * sum[i];
            }
            value[c] = s;
        }
    }

    /** run = the value times the weight of each point along x. */
    private static void expand(float[] value, int width, float[] x, int taps, float[] run, int begin) {
        for (int t = 0, i = begin; t < taps; t++) {
            float w = x[t];
            for (int c = 0; c < width; c++, i++) {
                run[i] = w * value[c];
            }
        }
    }
}
