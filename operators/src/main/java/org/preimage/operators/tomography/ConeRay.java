package org.preimage.operators.tomography;

/**
 * One detector column's fan of rays, seen from above: where it crosses lines of pixels and with which weights. A thread's
 * scratch.
 */
final class ConeRay {
    private final ConeSweep sweep;
    private final ConeRays rays;
    private final boolean strip;
    private double sourceAlong;
    private double sourceAcross;
    private double along;
    private double tangent;
    private double leftTangent;
    private double rightTangent;

    /** First sample that has a weight. */
    int first;

    /** Weights of the samples from {@link #first} on. */
    final double[] weight;

    ConeRay(ConeSweep sweep) {
        this.sweep = sweep;
        this.rays = sweep.rays;
        this.strip = rays.model == Model.STRIP;
        this.weight = new double[Math.max(2, sweep.tileWidth)];
    }

    /** Whether a cell's rays belong to the sweep; if so, takes them. */
    boolean aim(int view, int cell) {
        if (rays.stepsOverRows(view, cell) != sweep.overRows) {
            return false;
        }
        sourceAlong = sweep.overRows ? rays.sourceY(view) : rays.sourceX(view);
        sourceAcross = sweep.overRows ? rays.sourceX(view) : rays.sourceY(view);
        along = sweep.overRows ? rays.directionY(view, cell) : rays.directionX(view, cell);
        if (strip) {
            leftTangent = tangent(view, cell - 0.5);
            rightTangent = tangent(view, cell + 0.5);
        } else {
            tangent = tangent(view, cell);
        }
        return true;
    }

    private double tangent(int view, double cell) {
        double x = rays.directionX(view, cell);
        double y = rays.directionY(view, cell);
        return sweep.overRows ? x / y : y / x;
    }

    /** Knots that the crossing with a line rises from a node to the next. */
    double rise(int line) {
        return (sweep.along(line) - sourceAlong) / along * rays.rowRatio;
    }

    /**
     * The weights on a line's samples {@code from} to {@code to - 1}, which are at most a tile.
     *
     * @return the number of samples with a weight
     */
    int cross(int line, int from, int to) {
        double distance = sweep.along(line) - sourceAlong;
        return strip ? overlap(distance, from, to) : interpolate(distance, from, to);
    }

    private int interpolate(double distance, int from, int to) {
        double x = sourceAcross + distance * tangent + (sweep.samples - 1) / 2.0;
        if (!(x > from - 1 && x < to)) {
            return 0;
        }
        int n = (int) Math.floor(x);
        double w = x - n;
        if (n < from) {
            first = from;
            weight[0] = w;
            return 1;
        }
        first = n;
        weight[0] = 1 - w;
        weight[1] = w;
        return n + 1 < to ? 2 : 1;
    }

    /** Each sample's share of the cell's width on the line. */
    private int overlap(double distance, int from, int to) {
        double middle = sourceAcross + sweep.samples / 2.0;
        double a = middle + distance * leftTangent;
        double b = middle + distance * rightTangent;
        double low = Math.min(a, b);
        double high = Math.max(a, b);
        double width = high - low;
        low = Math.max(low, from);
        high = Math.min(high, to);
        if (!(high > low)) {
            return 0;
        }
        first = Math.min(to - 1, (int) low);
        int count = 0;
        for (int n = first; n < high; n++) {
            weight[count++] = (Math.min(high, n + 1) - Math.max(low, n)) / width;
        }
        return count;
    }
}
