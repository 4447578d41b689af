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
    private static final double STEP = Math.log(6);
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
        for (int k = 1; k <= MOST; k++) {
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
                boolean atBound = f < 0 ? w >= highest : w <= lowest;
                if (atBound) {
                    return new WeightSearch(Math.exp(w), k, false);
                }
                w = f < 0 ? Math.min(highest, w + STEP) : Math.max(lowest, w - STEP);
            } else {
                if (above - below < 1e-3) {
                    return new WeightSearch(Math.exp(below), k, false);
                }
                w = (below * atAbove - above * atBelow) / (atAbove - atBelow);
            }
        }
        return new WeightSearch(Math.exp(w), MOST, false);
    }
}
