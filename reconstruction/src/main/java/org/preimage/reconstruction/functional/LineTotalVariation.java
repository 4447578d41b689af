package org.preimage.reconstruction.functional;

/**
 * min_x 1/2 sum (x_i - v_i)<sup>2</sup> + w sum |x_{i+1} - x_i| on a line, exactly and in linear time, with the buffers for it.
 *
 * <p>Let F_i(x) be the least cost of samples 0 to i when x_i = x. Its derivative is continuous, piecewise linear and rising; that
 * of the least cost over x_i, seen from x_{i+1}, is the same cut off at -w and w. So it is known by the places where its slope
 * jumps, the cuts are found by walking in from both ends, and x_i is x_{i+1} clipped to the two places of the cuts.
 *
 * <p>Johnson 2013, A dynamic programming algorithm for the fused lasso and L0-segmentation, J. Comput. Graph. Stat. 22.
 */
final class LineTotalVariation {
    private final int size;
    private final int stride;
    /** Where the derivative's slope jumps, ascending from {@code first} to {@code last}, and by how much. */
    private final double[] knot;

    private final double[] jump;
    private final double[] low;
    private final double[] high;
    private int first;
    private int last;

    LineTotalVariation(int size, int stride) {
        this.size = size;
        this.stride = stride;
        this.knot = new double[2 * size + 2];
        this.jump = new double[2 * size + 2];
        this.low = new double[size];
        this.high = new double[size];
    }

    /** Reads the line that begins at {@code start} and writes the minimiser there; {@code out} may be {@code v}. */
    void denoise(float[] v, int start, double w, float[] out) {
        first = size;
        last = size - 1;
        for (int i = 0; i < size - 1; i++) {
            double y = v[start + i * stride];
            double edge = i == 0 ? 0 : w;
            cutLow(i, y, edge, -w);
            cutHigh(i, y, edge, w);
        }
        double x = crossing(v[start + (size - 1) * stride], size == 1 ? 0 : w);
        out[start + (size - 1) * stride] = (float) x;
        for (int i = size - 2; i >= 0; i--) {
            x = Math.max(low[i], Math.min(high[i], x));
            out[start + i * stride] = (float) x;
        }
    }

    /** The derivative -edge + (x - y) + sum over knots of jump max(0, x - knot): its zero. */
    private double crossing(double y, double edge) {
        cutLow(size - 1, y, edge, 0);
        return low[size - 1];
    }

    /** Finds where the derivative is {@code level}, and drops what lies left of it. */
    private void cutLow(int i, double y, double edge, double level) {
        double slope = 1;
        double at = first <= last ? knot[first] : y;
        double derivative = -edge + at - y;
        while (first <= last && derivative <= level) {
            slope += jump[first];
            first++;
            if (first <= last) {
                derivative += slope * (knot[first] - at);
                at = knot[first];
            }
        }
        low[i] = at + (level - derivative) / slope;
        knot[--first] = low[i];
        jump[first] = slope;
    }

    /** The same from the right, but for the knot that {@link #cutLow} has just set. */
    private void cutHigh(int i, double y, double edge, double level) {
        double slope = 1;
        double at = first < last ? knot[last] : y;
        double derivative = edge + at - y;
        while (first < last && derivative >= level) {
            slope -= jump[last];
            last--;
            if (first < last) {
                derivative -= slope * (at - knot[last]);
                at = knot[last];
            }
        }
        high[i] = at + (level - derivative) / slope;
        knot[++last] = high[i];
        jump[last] = -slope;
    }
}
