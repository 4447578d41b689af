package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Vectors;

/**
 * The threshold tau with sum_i max(0, a_i - tau) = s, to which projections onto the simplex and the L1 ball come down.
 *
 * <p>The sum is convex and piecewise linear in tau, so Newton's iteration from below rises to the solution and is exact as soon
 * as the number of a_i above tau stays the same (Michelot 1986, A finite algorithm for finding the projection of a point onto the
 * canonical simplex of R^n, J. Optim. Theory Appl. 50).
 */
final class SimplexThreshold {
    private SimplexThreshold() {}

    /**
     * @param a at least one value
     * @param s positive
     */
    static double of(float[] a, double s) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float v : a) {
            largest = Math.max(largest, v);
        }
        double tau = largest - s;
        double last = -1;
        while (true) {
            double below = tau;
            double count = Vectors.sum(a.length, (from, to) -> {
                int above = 0;
                for (int i = from; i < to; i++) {
                    above += a[i] > below ? 1 : 0;
                }
                return above;
            });
            if (count == last || count == 0) {
                return tau;
            }
            last = count;
            double excess = Vectors.sum(a.length, (from, to) -> {
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += Math.max(0, a[i] - below);
                }
                return sum;
            });
            tau += (excess - s) / count;
        }
    }
}
