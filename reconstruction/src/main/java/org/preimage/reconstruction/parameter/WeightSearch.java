package org.preimage.reconstruction.parameter;

import java.util.function.DoubleUnaryOperator;

/**
 * Finds the weight at which the misfit meets its goal, by regula falsi (Illinois variant) in the logarithm of the weight,
 * along which misfits are nearly straight lines. For methods whose weight is no multiplier of their iteration.
 *
 * @param weight the weight found
 * @param evaluations how many weights were tried
 * @param reached whether the misfit is within the tolerance; else no weight within the bounds met it
 */
public record WeightSearch(double weight, int evaluations, boolean reached) {
    private static final double TOLERANCE = 0.01;
    private static final double STEP = 6;
    private static final int MOST = 20;

    /** How the weight was found, in words. */
    public String describe() {
        return "chosen by the discrepancy principle from " + evaluations + " weights"
                + (reached ? "" : "; none met it, so the weight is the nearest one tried");
    }

    /**
     * Searches.
     *
     * @param start first guess, positive
     * @param range the weight stays within start / range and start * range; above 1
     * @param misfit the misfit at a weight relative to its goal, growing with the weight; NaN to stop the search
     */
    public static WeightSearch run(double start, double range, DoubleUnaryOperator misfit) {
        return run(start, range, STEP, MOST, misfit);
    }

    /**
     * Searches with other steps. Where the misfit, relative to a goal that falls with the weight, has a minimum above 1, that
     * minimum is the weight: nearer to the goal there is none.
     *
     * @param start first guess, positive
     * @param range the weight stays within start / range and start * range; above 1
     * @param step factor between weights until the goal lies between two, above 1
     * @param most weights tried at most
     * @param misfit the misfit at a weight relative to its goal; NaN to stop the search
     */
    public static WeightSearch run(double start, double range, double step, int most, DoubleUnaryOperator misfit) {
        if (!(start > 0) || Double.isInfinite(start) || !(range > 1)) {
            throw new IllegalArgumentException(
                    "start is " + start + " and range " + range + ", but must be positive, and above 1");
        }
        double lowest = Math.log(start / range);
        double highest = Math.log(start * range);
        double w = Math.log(start);
        double below = Double.NaN;
        double above = Double.NaN;
        double atBelow = 0;
        double atAbove = 0;
        int side = 0;
        double distance = Math.log(step);
        // The misfits above the goal at the last two weights on the way down.
        double last = Double.NaN;
        double lastButOne = Double.NaN;
        for (int k = 1; k <= most; k++) {
            double f = Math.log(misfit.applyAsDouble(Math.exp(w)));
            if (Math.abs(f) < TOLERANCE || Double.isNaN(f)) {
                return new WeightSearch(Math.exp(w), k, Math.abs(f) < TOLERANCE);
            }
            if (f < 0) {
                below = w;
                atBelow = Math.max(f, -50);
                // The end that stayed counts half, or it would stay for ever.
                atAbove /= side == -1 ? 2 : 1;
                side = -1;
            } else {
                above = w;
                atAbove = f;
                atBelow /= side == 1 ? 2 : 1;
                side = 1;
            }
            if (Double.isNaN(below) || Double.isNaN(above)) {
                if (f > last) {
                    return turned(lastButOne, last, f, w, distance, highest, misfit, k, most);
                }
                lastButOne = last;
                last = f < 0 ? Double.NaN : f;
                boolean atBound = f < 0 ? w >= highest : w <= lowest;
                if (atBound) {
                    return new WeightSearch(Math.exp(w), k, false);
                }
                w = f < 0 ? Math.min(highest, w + distance) : Math.max(lowest, w - distance);
            } else {
                if (above - below < 1e-3) {
                    return new WeightSearch(Math.exp(below), k, false);
                }
                w = (below * atAbove - above * atBelow) / (atAbove - atBelow);
            }
        }
        return new WeightSearch(Math.exp(w), most, false);
    }

    /** The minimum of a misfit that rises on the way to smaller weights: at w + distance or beyond. */
    private static WeightSearch turned(
            double beyond,
            double at,
            double below,
            double w,
            double distance,
            double highest,
            DoubleUnaryOperator misfit,
            int evaluations,
            int most) {
        double left = below;
        double middle = at;
        double right = beyond;
        double centre = w + distance;
        int k = evaluations;
        while (Double.isNaN(right) || right < middle) {
            if (right < middle) {
                left = middle;
                middle = right;
                centre += distance;
            }
            if (k == most || centre + distance > highest) {
                return new WeightSearch(Math.exp(centre), k, false);
            }
            right = Math.log(misfit.applyAsDouble(Math.exp(centre + distance)));
            k++;
            if (Double.isNaN(right)) {
                return new WeightSearch(Math.exp(centre), k, false);
            }
        }
        double vertex = 0.5 * distance * (left - right) / (left - 2 * middle + right);
        return new WeightSearch(Math.exp(centre + (Double.isFinite(vertex) ? vertex : 0)), k, false);
    }
}
