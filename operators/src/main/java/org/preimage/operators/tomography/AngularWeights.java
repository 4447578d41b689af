package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Weights that turn a sum over projections into the integral over half a turn, for any list of angles.
 *
 * <p>Projections half a turn apart measure the same lines, so angles count modulo 180 degrees. On that circle each angle
 * gets half of the gap to either neighbour (trapezoidal rule), and equal angles share it: for n equally spaced
 * angles over a half or a full turn that is pi / n. A gap wider than four times the median gap is a wedge that
 * was not measured; it counts as one median gap, so that the angles at its edges do not stand for what they did not see.
 */
public final class AngularWeights {
    private static final double WEDGE = 4;

    /** Angles closer than this, in degrees, are equal. */
    private static final double SAME = 1e-6;

    private AngularWeights() {}

    /** The weights in radians, in the order of the geometry's angles. */
    public static double[] of(ParallelBeam geometry) {
        return of(geometry.angles());
    }

    /**
     * The weights in radians.
     *
     * @param degrees at least one angle, in any order
     */
    public static double[] of(double[] degrees) {
        int n = degrees.length;
        double[] folded = new double[n];
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) {
            double a = degrees[i] % 180;
            a = a < 0 ? a + 180 : a;
            folded[i] = a > 180 - SAME ? a - 180 : a;
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> folded[i]));
        // Distinct angles: group[i] is the rank of angle i among them.
        int[] group = new int[n];
        double[] distinct = new double[n];
        int[] members = new int[n];
        int groups = 0;
        for (int i : order) {
            if (groups == 0 || folded[i] - distinct[groups - 1] > SAME) {
                distinct[groups++] = folded[i];
            }
            group[i] = groups - 1;
            members[groups - 1]++;
        }
        double[] gapAfter = gaps(distinct, groups);
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            int g = group[i];
            double gap = gapAfter[g] + gapAfter[(g + groups - 1) % groups];
            weights[i] = Math.toRadians(gap / 2) / members[g];
        }
        return weights;
    }

    /** The gap from each distinct angle to the next on the circle of 180 degrees, wedges cut to the median. */
    private static double[] gaps(double[] distinct, int groups) {
        double[] gaps = new double[groups];
        for (int g = 0; g < groups; g++) {
            gaps[g] = g + 1 < groups ? distinct[g + 1] - distinct[g] : distinct[0] + 180 - distinct[g];
        }
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        double median = sorted[(groups - 1) / 2];
        for (int g = 0; g < groups; g++) {
            gaps[g] = gaps[g] > WEDGE * median ? median : gaps[g];
        }
        return gaps;
    }
}
