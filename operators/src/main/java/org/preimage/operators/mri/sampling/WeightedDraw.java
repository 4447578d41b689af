package org.preimage.operators.mri.sampling;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws without replacement with probabilities in proportion to weights, one after the other: the largest of the keys
 * log(u) / w with uniform u (P. S. Efraimidis and P. G. Spirakis, Weighted random sampling with a reservoir, Inf. Process.
 * Lett. 97, 181-185, 2006).
 */
final class WeightedDraw {
    private WeightedDraw() {}

    /**
     * Keeps more entries until {@code count} are kept.
     *
     * @param kept entries that are kept whatever is drawn; the others drawn are added
     * @param weights positive
     */
    static void fill(boolean[] kept, double[] weights, int count, RandomGenerator random) {
        double[] keys = new double[kept.length];
        Integer[] order = new Integer[kept.length];
        for (int i = 0; i < kept.length; i++) {
            // One number for each entry, kept or not, so that the calibration block does not move the others.
            double key = Math.log(1 - random.nextDouble()) / weights[i];
            keys[i] = kept[i] ? Double.POSITIVE_INFINITY : key;
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(keys[b], keys[a]));
        for (int i = 0; i < count; i++) {
            kept[order[i]] = true;
        }
    }

    /** The polynomial density (1 - r)<sup>p</sup> at a distance r from the centre, a little above 0 at the edge. */
    static double density(double radius, double power) {
        return Math.pow(Math.max(1e-2, 1 - radius), power);
    }
}
