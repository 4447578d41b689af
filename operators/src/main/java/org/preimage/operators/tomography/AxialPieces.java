package org.preimage.operators.tomography;

/**
 * Up to four functions of z, linear between knots 1 apart and constant beyond the last at either end, that are evaluated at
 * equally spaced nodes and summed. A thread's scratch.
 *
 * <p>A function is kept as level and slope of each piece, the slopes scaled such that all four are evaluated at the same
 * number: for each node, sum the levels, sum the slopes, multiply once. Positions are fixed-point numbers with 32 bits for
 * the fraction: a piece is found by a shift, and since the functions are continuous, the neighbouring piece would do as well.
 */
final class AxialPieces {
    /** Functions at a time: their sums stay in registers. */
    static final int MOST = 4;

    private static final double UNIT = 0x1p32;

    private final int knots;
    private final double lowest;
    private final double[] nodes;
    private final double[] height;
    private final double[] profile;
    private final int stride;
    private final double[] oneLevel;
    private final double[] oneSlope;
    private final double[] level;
    private final double[] slope;
    private final double[] tail = new double[MOST];
    private final double[] rise = new double[MOST];
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;

    /**
     * @param knots their number
     * @param lowest height of the first knot
     * @param nodes where to evaluate: heights 1 apart, which each function scales
     */
    AxialPieces(int knots, double lowest, double[] nodes) {
        this.knots = knots;
        this.lowest = lowest;
        this.nodes = nodes;
        profile = new double[knots];
        height = new double[knots];
        for (int m = 0; m < knots; m++) {
            height[m] = lowest + m;
        }
        stride = knots + 1;
        oneLevel = new double[stride];
        oneSlope = new double[stride];
        level = new double[MOST * stride];
        slope = new double[MOST * stride];
    }

    void clear() {
        count = 0;
    }

    /**
     * Adds a function: a weighted sum of columns of a table.
     *
     * @param table columns of values at the knots
     * @param first the first column
     * @param weight their weights
     * @param columns their number
     * @param factor multiplies all weights
     * @param step knots from a node to the next, greater than 0
     */
    void put(double[][] table, int first, double[] weight, int columns, double factor, double step) {
        if (columns == 2) {
            combine(weight[0] * factor, table[first], weight[1] * factor, table[first + 1], profile);
        } else {
            scale(weight[0] * factor, table[first], profile);
            for (int c = 1; c < columns; c++) {
                add(weight[c] * factor, table[first + c], profile);
            }
        }
        tabulate(profile, height, step, oneLevel, oneSlope);
        System.arraycopy(oneLevel, 0, level, count * stride, stride);
        System.arraycopy(oneSlope, 0, slope, count * stride, stride);
        rise[count] = step;
        tail[count] = profile[knots - 1];
        double start = lowest / step - nodes[0];
        double end = (lowest + knots - 1) / step - nodes[0];
        from[count] = (int) Math.max(0, Math.min(nodes.length, Math.ceil(start)));
        to[count] = (int) Math.max(from[count], Math.min(nodes.length, Math.floor(end) + 1));
        count++;
    }

    // These loops are methods of their own over whole arrays, which the compiler turns into vector instructions; with
    // offsets it does not.

    private static void combine(double w, double[] a, double v, double[] b, double[] out) {
        for (int m = 0; m < out.length; m++) {
            out[m] = w * a[m] + v * b[m];
        }
    }

    private static void scale(double w, double[] a, double[] out) {
        for (int m = 0; m < out.length; m++) {
            out[m] = w * a[m];
        }
    }

    private static void add(double w, double[] a, double[] out) {
        for (int m = 0; m < out.length; m++) {
            out[m] += w * a[m];
        }
    }

    /** Piece m + 1 lies between knots m and m + 1; the first and the last are the constants beyond. */
    private static void tabulate(double[] values, double[] height, double step, double[] level, double[] slope) {
        int last = values.length - 1;
        level[0] = values[0];
        slope[0] = 0;
        for (int m = 0; m < last; m++) {
            double difference = values[m + 1] - values[m];
            level[m + 1] = values[m] - difference * height[m];
            slope[m + 1] = difference * step;
        }
        level[last + 1] = values[last];
        slope[last + 1] = 0;
    }

    /** Adds the functions' sum at each node to {@code out}, from {@code offset} on. */
    void addTo(double[] out, int offset) {
        if (count == MOST) {
            int begin = Math.max(Math.max(from[0], from[1]), Math.max(from[2], from[3]));
            int end = Math.min(Math.min(to[0], to[1]), Math.min(to[2], to[3]));
            if (begin < end) {
                addFour(begin, end, out, offset);
                for (int f = 0; f < MOST; f++) {
                    addOne(f, from[f], begin, out, offset);
                    addOne(f, end, to[f], out, offset);
                    addTail(f, out, offset);
                }
                return;
            }
        }
        for (int f = 0; f < count; f++) {
            addOne(f, from[f], to[f], out, offset);
            addTail(f, out, offset);
        }
    }

    private void addTail(int f, double[] out, int offset) {
        double value = tail[f];
        if (value != 0) {
            for (int b = to[f]; b < nodes.length; b++) {
                out[offset + b] += value;
            }
        }
    }

    /** Position of a node in the table of a function. */
    private long position(int f, int node) {
        double knot = rise[f] * nodes[node] - lowest;
        return ((long) (f * stride + 1) << 32) + (long) (knot * UNIT);
    }

    private void addOne(int f, int begin, int end, double[] out, int offset) {
        if (begin >= end) {
            return;
        }
        double[] a = level;
        double[] d = slope;
        long at = position(f, begin);
        long step = (long) (rise[f] * UNIT);
        for (int b = begin; b < end; b++) {
            int i = (int) (at >> 32);
            out[offset + b] += a[i] + d[i] * nodes[b];
            at += step;
        }
    }

    private void addFour(int begin, int end, double[] out, int offset) {
        double[] a = level;
        double[] d = slope;
        double[] v = nodes;
        long p = position(0, begin);
        long q = position(1, begin);
        long r = position(2, begin);
        long s = position(3, begin);
        long stepP = (long) (rise[0] * UNIT);
        long stepQ = (long) (rise[1] * UNIT);
        long stepR = (long) (rise[2] * UNIT);
        long stepS = (long) (rise[3] * UNIT);
        for (int b = begin; b < end; b++) {
            int i = (int) (p >> 32);
            int j = (int) (q >> 32);
            int k = (int) (r >> 32);
            int l = (int) (s >> 32);
            out[offset + b] += (a[i] + a[j]) + (a[k] + a[l]) + ((d[i] + d[j]) + (d[k] + d[l])) * v[b];
            p += stepP;
            q += stepQ;
            r += stepR;
            s += stepS;
        }
    }
}
