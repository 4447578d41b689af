package org.preimage.uncertainty.score;

import java.util.Arrays;

/** The order of values that are not negative, with their ties. */
final class Order {
    /** Indices by rising value. */
    private final int[] indices;

    /** By position: the first position after those with the same value. */
    private final int[] tieEnds;

    Order(float[] values) {
        long[] keys = new long[values.length];
        for (int i = 0; i < keys.length; i++) {
            // The bits of floats that are not negative rise with them; + 0 turns a negative zero into a positive one.
            keys[i] = (long) Float.floatToIntBits(values[i] + 0f) << 32 | i;
        }
        Arrays.sort(keys);
        indices = new int[keys.length];
        tieEnds = new int[keys.length];
        for (int k = keys.length - 1; k >= 0; k--) {
            indices[k] = (int) keys[k];
            boolean tied = k + 1 < keys.length && keys[k] >> 32 == keys[k + 1] >> 32;
            tieEnds[k] = tied ? tieEnds[k + 1] : k + 1;
        }
    }

    /** Ranks from 1, the mean of their ranks for values that are equal. */
    double[] ranks() {
        double[] ranks = new double[indices.length];
        for (int from = 0; from < ranks.length; from = tieEnds[from]) {
            for (int k = from; k < tieEnds[from]; k++) {
                ranks[indices[k]] = 0.5 * (from + 1 + tieEnds[from]);
            }
        }
        return ranks;
    }

    /** sums[k] is the expected sum over the k smallest, equal ones being in random order. */
    double[] sumsOverSmallest(double[] summed) {
        double[] sums = new double[indices.length + 1];
        for (int from = 0; from < indices.length; from = tieEnds[from]) {
            double group = 0;
            for (int k = from; k < tieEnds[from]; k++) {
                group += summed[indices[k]];
            }
            int size = tieEnds[from] - from;
            for (int k = 1; k <= size; k++) {
                sums[from + k] = sums[from] + group * k / size;
            }
        }
        return sums;
    }
}
