package org.preimage.uncertainty.prediction;

import org.preimage.operators.space.Image;

/** Standard deviations at their limits, 0 and infinity. */
final class Deviations {
    private Deviations() {}

    /** Checks that they are not negative and not NaN. */
    static void require(Image sd) {
        for (int i = 0; i < sd.data().length; i++) {
            if (!(sd.data()[i] >= 0)) {
                throw new IllegalArgumentException("standardDeviation is " + sd.data()[i] + " at index " + i
                        + ", but must be a number and not negative");
            }
        }
    }

    /** q sd; nothing times infinity is nothing where q is 0, and everything where the standard deviation is 0. */
    static double multiple(double q, double sd) {
        if (q == 0) {
            return 0;
        }
        return Double.isInfinite(q) ? q : q * sd;
    }

    /** e / sd, where no error is 0 times whatever was claimed, and an error none was claimed for is infinitely many. */
    static double standardised(double error, double sd) {
        return error == 0 ? 0 : error / sd;
    }
}
