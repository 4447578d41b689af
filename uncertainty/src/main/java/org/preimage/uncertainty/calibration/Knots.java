package org.preimage.uncertainty.calibration;

import java.util.List;

/** A function that does not fall, given at rising levels. */
final class Knots {
    /** Levels that differ by less are one level, as (1 - 0.8) / 2 and 0.1 are. */
    static final double ROUNDING = 1e-12;

    private Knots() {}

    static void require(List<Double> levels, List<Double> values) {
        if (levels.isEmpty() || levels.size() != values.size()) {
            throw new IllegalArgumentException("there are " + levels.size() + " levels and " + values.size()
                    + " quantiles, but must be the same number of at least 1");
        }
        for (int k = 0; k < levels.size(); k++) {
            double before = k == 0 ? 0 : levels.get(k - 1);
            if (!(levels.get(k) > before && levels.get(k) < 1)) {
                throw new IllegalArgumentException(
                        "level " + (k + 1) + " is " + levels.get(k) + ", but must lie between " + before + " and 1");
            }
            double least = k == 0 ? Double.NEGATIVE_INFINITY : values.get(k - 1);
            if (!(values.get(k) >= least)) {
                throw new IllegalArgumentException(
                        "quantile " + (k + 1) + " is " + values.get(k) + ", but must not fall below " + least);
            }
        }
    }
}
