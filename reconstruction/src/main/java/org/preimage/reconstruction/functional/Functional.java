package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;

/** A map from a space to the extended real line: a data fidelity, a prior, a constraint. Immutable, thread-safe. */
public interface Functional {
    /** Where x lives. */
    Space domain();

    /**
     * The value f(x).
     *
     * @return a number or positive infinity (a constraint that x breaks); never NaN for finite x
     */
    double value(float[] x);
}
