package org.preimage.reconstruction.parameter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds the weight of least estimated risk: steps by factors until the least value lies between two larger ones, then the vertex
 * of the parabola through the three in the logarithm of the weight.
 *
 * <p>For estimates that are unbiased up to a constant, such as Stein's: misfit plus twice the covariance of fit and data. Near
 * its minimum a risk is flat, so that more digits of the weight would not pay.
 *
 * @param weight the weight found
 * @param evaluations how many weights were tried
 * @param bracketed whether larger risks were found on both sides; else the minimum lies outside the bounds
 */
public record RiskSearch(double weight, int evaluations, boolean bracketed) {
    private static final double STEP = 2;

    /** Of the distance to a neighbour, at least so far from the middle lies the last trial. */
    private static final double APART = 0.4;

    /** A weight tried, as its logarithm, and the risk there. */
    private record Trial(double w, double risk) {}

    /**
     * Searches.
     *
     * @param start first guess, positive
     * @param range the weight stays within start / range and start * range; above 1
     * @param risk the estimated risk at a weight; NaN to stop the search
     */
    public static RiskSearch run(double start, double range, DoubleUnaryOperator risk) {
        return run(start, range, STEP, Integer.MAX_VALUE, false, risk);
    }

    /**
     * Searches with other steps.
     *
     * @param start first guess, positive
     * @param range the weight stays within start / range and start * range; above 1
     * @param step factor between weights, above 1
     * @param most weights tried at most
     * @param refine whether one more weight is tried near the vertex, for risks that are no parabola at such steps
     * @param risk the estimated risk at a weight; NaN to stop the search
     */
    public static RiskSearch run(
            double start, double range, double step, int most, boolean refine, DoubleUnaryOperator risk) {
        if (!(start > 0) || Double.isInfinite(start) || !(range > 1)) {
            throw new IllegalArgumentException(
                    "start is " + start + " and range " + range + ", but must be positive, and above 1");
        }
        double centre = Math.log(start);
        double reach = Math.log(range);
        List<Trial> trials = new ArrayList<>();
        double next = centre;
        double distance = Math.log(step);
        boolean refined = !refine;
        while (Math.abs(next - centre) <= reach && trials.size() < most) {
            Trial trial = new Trial(next, risk.applyAsDouble(Math.exp(next)));
            if (Double.isNaN(trial.risk)) {
                return new RiskSearch(Math.exp(next), trials.size() + 1, false);
            }
            trials.add(trial);
            trials.sort(Comparator.comparingDouble(Trial::w));
            int best = best(trials);
            if (best == 0) {
                next = trials.get(0).w - distance;
            } else if (best == trials.size() - 1) {
                next = trials.get(best).w + distance;
            } else {
                if (refined || trials.size() >= most) {
                    return new RiskSearch(Math.exp(vertex(trials, best)), trials.size(), true);
                }
                refined = true;
                next = within(trials, best);
            }
        }
        return new RiskSearch(Math.exp(trials.get(best(trials)).w), trials.size(), false);
    }

    private static int best(List<Trial> trials) {
        int best = 0;
        for (int i = 1; i < trials.size(); i++) {
            best = trials.get(i).risk < trials.get(best).risk ? i : best;
        }
        return best;
    }

    /** The vertex of the parabola through a trial and its neighbours. */
    private static double vertex(List<Trial> trials, int i) {
        Trial a = trials.get(i - 1);
        Trial b = trials.get(i);
        Trial c = trials.get(i + 1);
        double left = (a.risk - b.risk) / (b.w - a.w);
        double right = (c.risk - b.risk) / (c.w - b.w);
        // Where both are 0 the risk is flat, and the middle as good as any.
        return left + right > 0 ? b.w + 0.5 * (left * (c.w - b.w) - right * (b.w - a.w)) / (left + right) : b.w;
    }

    /** A last trial within the bracket: near the vertex, but apart from the middle. */
    private static double within(List<Trial> trials, int i) {
        double middle = trials.get(i).w;
        double vertex = vertex(trials, i);
        double apart = APART * (trials.get(i + 1).w - middle);
        return vertex < middle ? Math.min(vertex, middle - apart) : Math.max(vertex, middle + apart);
    }

    /** How the weight was found, in words. */
    public String describe() {
        return "of least risk by Stein's unbiased estimate among " + evaluations + " weights"
                + (bracketed ? "" : "; it was still falling at the last one");
    }
}
