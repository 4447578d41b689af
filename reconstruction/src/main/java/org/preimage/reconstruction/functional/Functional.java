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

    /**
     * Whether f is convex. Of others a proximal map is a global minimiser still, but neither the only one nor non-expansive,
     * and duality does not hold.
     */
    default boolean convex() {
        return true;
    }

    /**
     * The mu for which f - mu/2 |x|<sup>2</sup> is still convex, as faster methods need it.
     *
     * @return the largest mu that is known, not negative; 0 where none is
     */
    default double strongConvexity() {
        return 0;
    }
}
