package org.preimage.operators.tomography;

import java.util.Arrays;

/**
 * Weights that turn a sum over the views of a fan into an integral that counts every line once, for any list of angles.
 *
 * <p>Around a full turn each line is measured twice, and each view gets half of its share of the circle. Of a shorter arc,
 * 180 degrees + 2 G, some lines are measured once; those that are measured twice share one count such that weights are
 * smooth: with b the angle from where the arc begins and g the fan angle of a cell, which grows with the cells,
 *
 * <ul>
 *   <li>sin<sup>2</sup>(45&deg; b / (G + g)) where b &lt; 2 (G + g),
 *   <li>sin<sup>2</sup>(45&deg; (180&deg; + 2 G - b) / (G - g)) where b &gt; 180&deg; + 2 g,
 *   <li>1 between
 * </ul>
 *
 * <p>(D. L. Parker, Optimal short scan convolution reconstruction for fanbeam CT, Med. Phys. 9, 1982, where G is half the
 * fan; M. D. Silver, A method for including redundant data in computed tomography, Med. Phys. 27, 2000, for longer arcs.)
 * An arc shorter than 180 degrees plus the fan misses lines, which nothing makes up for.
 */
final class ShortScanWeights {
    /** A gap wider than this many median gaps was not measured. */
    private static final double WEDGE = 4;

    private static final double SAME = 1e-6;

    private ShortScanWeights() {}

    /**
     * The weights in radians.
     *
     * @param degrees the angles, at least one, in any order
     * @param fan the fan angle of each cell in degrees
     * @return for each view, each cell's weight
     */
    static double[][] of(double[] degrees, double[] fan) {
        Arc arc = Arc.of(degrees);
        double[][] weights = new double[degrees.length][fan.length];
        for (int a = 0; a < degrees.length; a++) {
            for (int j = 0; j < fan.length; j++) {
                double share = arc.full() ? 0.5 : parker(arc.turn(degrees[a]), arc.length() / 2 - 90, fan[j]);
                weights[a][j] = share * Math.toRadians(arc.steps()[a]);
            }
        }
        return weights;
    }

    /** @param excess half of what the arc has beyond half a turn, in degrees like the others */
    private static double parker(double turn, double excess, double fan) {
        if (turn < 2 * (excess + fan)) {
            return square(Math.sin(Math.toRadians(45 * turn / (excess + fan))));
        }
        if (turn > 180 + 2 * fan) {
            return excess - fan > 0
                    ? square(Math.sin(Math.toRadians(45 * Math.max(0, 180 + 2 * excess - turn) / (excess - fan))))
                    : 1;
        }
        return 1;
    }

    private static double square(double x) {
        return x * x;
    }

    /**
     * What the angles cover of the circle, each standing for the circle to halfway to its neighbours.
     *
     * @param full whether that is all of it
     * @param begin where it begins, in degrees
     * @param length in degrees
     * @param steps what each angle stands for; equal angles share it
     */
    record Arc(boolean full, double begin, double length, double[] steps) {
        static Arc of(double[] degrees) {
            int n = degrees.length;
            double[] sorted = Arrays.stream(degrees).map(Arc::fold).sorted().toArray();
            int distinct = 0;
            for (int i = 0; i < n; i++) {
                if (distinct == 0 || sorted[i] - sorted[distinct - 1] > SAME) {
                    sorted[distinct++] = sorted[i];
                }
            }
            double[] gaps = new double[distinct];
            int widest = 0;
            for (int i = 0; i < distinct; i++) {
                gaps[i] = i + 1 < distinct ? sorted[i + 1] - sorted[i] : sorted[0] + 360 - sorted[i];
                widest = gaps[i] > gaps[widest] ? i : widest;
            }
            double[] ordered = gaps.clone();
            Arrays.sort(ordered);
            double median = ordered[(distinct - 1) / 2];
            boolean full = measured(gaps[widest], median) == gaps[widest];
            double begin = sorted[(widest + 1) % distinct] - median / 2;
            double length = full ? 360 : 360 - gaps[widest] + median;
            double[] steps = new double[n];
            int[] members = new int[distinct];
            int[] group = new int[n];
            for (int i = 0; i < n; i++) {
                int at = Arrays.binarySearch(sorted, 0, distinct, fold(degrees[i]) - SAME);
                group[i] = at >= 0 ? at : Math.min(distinct - 1, -at - 1);
                members[group[i]]++;
            }
            for (int i = 0; i < n; i++) {
                int g = group[i];
                double before = measured(gaps[(g + distinct - 1) % distinct], median);
                double after = measured(gaps[g], median);
                steps[i] = (before + after) / 2 / members[g];
            }
            return new Arc(full, begin, length, steps);
        }

        private static double measured(double gap, double median) {
            return gap > WEDGE * median ? median : gap;
        }

        private static double fold(double degrees) {
            double a = degrees % 360;
            a = a < 0 ? a + 360 : a;
            return a > 360 - SAME ? 0 : a;
        }

        /** How far an angle is from where the arc begins, 0 &lt;= turn &lt; 360. */
        double turn(double degrees) {
            return fold(degrees - begin);
        }
    }
}
