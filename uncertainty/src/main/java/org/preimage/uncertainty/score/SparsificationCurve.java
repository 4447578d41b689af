package org.preimage.uncertainty.score;

import java.util.ArrayList;
import java.util.List;
import org.preimage.uncertainty.prediction.Assessment;

/**
 * The error of the pixels that are left when the most uncertain ones are taken away, beside that of an oracle which takes away those
 * with the largest errors; both divided by the error of all. Ilg et al. 2018, Uncertainty estimates and multi-hypotheses networks
 * for optical flow, ECCV. Pixels of the same standard deviation go in random order, of which this is the expectation.
 *
 * @param removed shares taken away, from 0
 * @param remaining error of the rest by claimed standard deviation, 1 at the first; 0 throughout where there is no error
 * @param oracle error of the rest by true error
 */
public record SparsificationCurve(List<Double> removed, List<Double> remaining, List<Double> oracle) {
    /** How errors are summed up. */
    public enum Measure {
        /** Mean of |error|. */
        MEAN_ABSOLUTE,
        /** Root of the mean of error<sup>2</sup>. */
        ROOT_MEAN_SQUARE
    }

    /** @throws IllegalArgumentException if the lists are not of the same length of at least 2 */
    public SparsificationCurve {
        removed = List.copyOf(removed);
        remaining = List.copyOf(remaining);
        oracle = List.copyOf(oracle);
        if (removed.size() < 2 || remaining.size() != removed.size() || oracle.size() != removed.size()) {
            throw new IllegalArgumentException("there are " + removed.size() + ", " + remaining.size() + " and "
                    + oracle.size() + " points, but must be the same number of at least 2");
        }
    }

    /**
     * The curve at the shares 0, 1/steps .. (steps - 1)/steps.
     *
     * @param steps at least 2
     * @throws IllegalArgumentException if there are fewer
     */
    public static SparsificationCurve of(Assessment a, Measure measure, int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("steps is " + steps + ", but must be at least 2");
        }
        boolean squared = measure == Measure.ROOT_MEAN_SQUARE;
        double[] error = new double[a.pixels()];
        for (int i = 0; i < error.length; i++) {
            double e = Math.abs(a.error(i));
            error[i] = squared ? e * e : e;
        }
        double[] claimed = new Order(a.standardDeviation().data()).sumsOverSmallest(error);
        double[] best = new Order(ErrorCorrelation.absoluteErrors(a)).sumsOverSmallest(error);
        double all = claimed[error.length] / error.length;
        List<Double> removed = new ArrayList<>();
        List<Double> remaining = new ArrayList<>();
        List<Double> oracle = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            double share = (double) k / steps;
            removed.add(share);
            remaining.add(relative(claimed, 1 - share, all, squared));
            oracle.add(relative(best, 1 - share, all, squared));
        }
        return new SparsificationCurve(removed, remaining, oracle);
    }

    /** The mean over the share of pixels with the smallest keys, that of a part of a pixel included. */
    private static double relative(double[] sums, double kept, double all, boolean squared) {
        if (all == 0) {
            return 0;
        }
        double count = kept * (sums.length - 1);
        int whole = Math.min((int) count, sums.length - 2);
        double sum = sums[whole] + (count - whole) * (sums[whole + 1] - sums[whole]);
        double ratio = sum / count / all;
        return squared ? Math.sqrt(ratio) : ratio;
    }

    /** The area under the sparsification error, remaining - oracle: 0 where the standard deviation orders pixels as the error does. */
    public double ause() {
        return area(remaining, oracle);
    }

    /** The area that is gained over pixels taken away at random, 1 - remaining: positive where the standard deviation tells anything. */
    public double gain() {
        List<Double> random = remaining.stream().map(r -> remaining.get(0)).toList();
        return area(random, remaining);
    }

    private double area(List<Double> above, List<Double> below) {
        double area = 0;
        for (int k = 1; k < removed.size(); k++) {
            double width = removed.get(k) - removed.get(k - 1);
            area += width * (above.get(k - 1) - below.get(k - 1) + above.get(k) - below.get(k)) / 2;
        }
        return area;
    }
}
