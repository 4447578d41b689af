package org.preimage.operators.tomography;

import org.preimage.operators.fourier.KaiserBesselKernel;

/**
 * Samples on lines through the origin of frequency space, spread onto the half plane of non-negative horizontal frequency
 * of a periodic grid; the other half holds their conjugates.
 *
 * <p>Sample k of view t lies at column k {@code across[t]}, row k {@code along[t]} of the grid, both fractional, with
 * {@code across[t]} not negative. Grid columns are lines of {@code height} complex values; columns 0 ... width / 2 exist. A
 * sample near or beyond either end reaches columns outside, which are the mirrored conjugates of columns inside.
 *
 * <p>Whoever asks for some columns gets all that any sample adds to them, in the order of the views: threads own columns, and
 * the sums do not depend on who adds them.
 */
final class PolarSamples {
    /** Grid points that a sample touches along each axis: the inner loop is written out for them. */
    static final int TAPS = 4;

    /** Steps of the kernel's table between grid points, with linear interpolation in between. */
    private static final int STEP_BITS = 8;

    private static final int STEPS = 1 << STEP_BITS;

    private static final double UNIT = 0x1p32;

    private static final long HALF_WIDTH = (long) TAPS << 31;

    private final int width;
    private final int height;
    private final double[] across;
    private final double[] along;
    private final int count;
    private final float[] values;
    private final float[] table;

    /**
     * @param width columns of the grid, even
     * @param height length of a column
     * @param count samples of each view
     * @param values complex, one view after the other; not copied
     * @param kernel of {@link #TAPS} taps
     */
    PolarSamples(
            int width,
            int height,
            double[] across,
            double[] along,
            int count,
            float[] values,
            KaiserBesselKernel kernel) {
        this.width = width;
        this.height = height;
        this.across = across;
        this.along = along;
        this.count = count;
        this.values = values;
        this.table = kernel.table(STEPS);
    }

    /** Floats in a column, with room for what a sample adds beyond the end, and some to keep columns off each other's cache sets. */
    static int stride(int height) {
        return 2 * (height + TAPS) + 16;
    }

    /**
     * Adds all samples to some columns.
     *
     * @param from first column
     * @param to after the last column, at most width / 2 + 1
     * @param columns receives them, {@link #stride} apart
     */
    void addTo(int from, int to, float[] columns) {
        double farthest = 0;
        for (double step : across) {
            farthest = Math.max(farthest, step * count);
        }
        int stride = stride(height);
        for (int period = 0; period * width < farthest + width; period++) {
            int origin = period * width;
            for (int view = 0; view < across.length; view++) {
                // The samples themselves meet columns period * width + j, their conjugates period * width - j.
                add(view, origin + from, origin + to - 1, 1, columns, 0, stride);
                add(view, origin - to + 1, origin - from, -1, columns, (to - 1 - from) * stride, -stride);
            }
        }
        for (int line = 0; line < to - from; line++) {
            int start = line * stride;
            for (int i = 0; i < 2 * TAPS; i++) {
                columns[start + i] += columns[start + 2 * height + i];
            }
        }
    }

    /** Where the weights of the grid points begin, for a position in fixed point. */
    private static int weights(long position) {
        return (int) (~position >>> 32 - STEP_BITS & STEPS - 1) * TAPS;
    }

    /** How far the position lies towards the next weights. */
    private static float fraction(long position) {
        return (int) (~position & (1L << 32 - STEP_BITS) - 1) * 0x1p-24f;
    }

    /**
     * Adds a view's samples, or their conjugates at the opposite rows, to the columns {@code first ... last} of the grid that
     * goes on for ever, of which the first is kept at {@code at}.
     */
    private void add(int view, int first, int last, int sign, float[] columns, int at, int stride) {
        double a = across[view];
        double b = sign * along[view];
        double half = TAPS / 2.0;
        int begin = (int) Math.max(0, Math.min(count, Math.ceil((first - half) / Math.max(a, 1e-12))));
        int end = last + half < 0
                ? 0
                : (int) Math.max(0, Math.min(count, Math.floor((last + half) / Math.max(a, 1e-12)) + 1));
        // Fixed point, 32 bits after the point: x is the distance of the sample from its first grid point, less one.
        long dx = Math.round(a * UNIT);
        long dy = Math.round(b * UNIT);
        long x = begin * dx - HALF_WIDTH;
        long period = (long) height << 32;
        long y = Math.floorMod(begin * dy - HALF_WIDTH, period);
        for (int k = begin; k < end; k++) {
            int column = (int) (x >> 32) + 1;
            int wx = weights(x);
            float fx = fraction(x);
            int wy = weights(y);
            float fy = fraction(y);
            float re = values[2 * (view * count + k)];
            float im = sign * values[2 * (view * count + k) + 1];
            float w0 = table[wy] + fy * (table[wy + TAPS] - table[wy]);
            float w1 = table[wy + 1] + fy * (table[wy + TAPS + 1] - table[wy + 1]);
            float w2 = table[wy + 2] + fy * (table[wy + TAPS + 2] - table[wy + 2]);
            float w3 = table[wy + 3] + fy * (table[wy + TAPS + 3] - table[wy + 3]);
            int o = at + (column - first) * stride + 2 * ((int) (y >> 32) + 1);
            for (int tap = 0; tap < TAPS; tap++) {
                if (column + tap >= first && column + tap <= last) {
                    float w = table[wx + tap] + fx * (table[wx + TAPS + tap] - table[wx + tap]);
                    float u = w * re;
                    float v = w * im;
                    columns[o] += u * w0;
                    columns[o + 1] += v * w0;
                    columns[o + 2] += u * w1;
                    columns[o + 3] += v * w1;
                    columns[o + 4] += u * w2;
                    columns[o + 5] += v * w2;
                    columns[o + 6] += u * w3;
                    columns[o + 7] += v * w3;
                }
                o += stride;
            }
            x += dx;
            y += dy;
            y = y < 0 ? y + period : y >= period ? y - period : y;
        }
    }
}
