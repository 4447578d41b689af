package org.preimage.reconstruction.parameter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The corner of the L-curve: the point of largest curvature of log R against log |A x - b|.
 *
 * <p>The curvature at a weight is that of the circle through its point and its neighbours' (Cultrera and Callegaro 2020, A simple
 * algorithm to find the L-curve corner in the regularization of ill-posed inverse problems, IOP SciNotes 1). It is first told
 * on a coarse grid of {@value #GRID} weights, which chance and small wiggles do not move, then among the weights halfway to the
 * corner's neighbours, twice.
 *
 * @param weight at the corner; the start where there is none
 * @param evaluations how many weights were tried
 * @param corner whether the curve bends towards the origin anywhere
 */
public record LCurve(double weight, int evaluations, boolean corner) {
    private static final int GRID = 9;
    private static final int REFINEMENTS = 2;

    /** What is left of a decade in which neither misfit nor prior moves. */
    private static final double LEAST_LENGTH = 1e-4;

    /** Below it a curve counts as straight: a radius of a thousand e-folds. */
    private static final double LEAST_CURVATURE = 1e-3;

    /**
     * A point of the curve.
     *
     * @param weight its weight
     * @param misfit |A x - b|<sup>2</sup>
     * @param prior R(x)
     */
    public record Point(double weight, double misfit, double prior) {
        private double x() {
            return 0.5 * Math.log(Math.max(misfit, Double.MIN_NORMAL));
        }

        private double y() {
            return Math.log(Math.max(prior, Double.MIN_NORMAL));
        }
    }

    /**
     * Searches.
     *
     * @param start middle of the weights, positive
     * @param range the weights lie within start / range and start * range; above 1
     * @param curve the point at a weight; null to stop the search
     */
    public static LCurve run(double start, double range, DoubleFunction<Point> curve) {
        if (!(start > 0) || Double.isInfinite(start) || !(range > 1)) {
            throw new IllegalArgumentException(
                    "start is " + start + " and range " + range + ", but must be positive, and above 1");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < GRID; i++) {
            Point p = curve.apply(start * Math.pow(range, 1 - 2.0 * i / (GRID - 1)));
            if (p == null) {
                return new LCurve(start, points.size() + 1, false);
            }
            points.add(p);
        }
        for (int pass = 0; pass < REFINEMENTS; pass++) {
            points.sort(Comparator.comparingDouble(Point::weight));
            int best = sharpest(points);
            if (best < 0) {
                return new LCurve(start, points.size(), false);
            }
            double w = points.get(best).weight;
            double[] between = {Math.sqrt(w * points.get(best + 1).weight), Math.sqrt(w * points.get(best - 1).weight)};
            for (double candidate : between) {
                Point p = curve.apply(candidate);
                if (p == null) {
                    return new LCurve(w, points.size() + 1, true);
                }
                points.add(p);
            }
        }
        points.sort(Comparator.comparingDouble(Point::weight));
        int best = sharpest(points);
        return new LCurve(best < 0 ? start : points.get(best).weight, points.size(), best >= 0);
    }

    /** The index of the point of largest curvature towards the origin; -1 if there is none. */
    static int sharpest(List<Point> points) {
        int best = -1;
        double largest = LEAST_CURVATURE;
        for (int i = 1; i < points.size() - 1; i++) {
            double c = curvature(points.get(i - 1), points.get(i), points.get(i + 1));
            if (c > largest) {
                largest = c;
                best = i;
            }
        }
        return best;
    }

    /** Four times the triangle's area over the product of its sides, positive where the curve turns to the left. */
    private static double curvature(Point a, Point b, Point c) {
        double ab = Math.hypot(b.x() - a.x(), b.y() - a.y());
        double bc = Math.hypot(c.x() - b.x(), c.y() - b.y());
        double ca = Math.hypot(a.x() - c.x(), a.y() - c.y());
        if (Math.min(ab, Math.min(bc, ca)) < LEAST_LENGTH) {
            return 0;
        }
        double cross = (b.x() - a.x()) * (c.y() - b.y()) - (b.y() - a.y()) * (c.x() - b.x());
        return 2 * cross / (ab * bc * ca);
    }
}
