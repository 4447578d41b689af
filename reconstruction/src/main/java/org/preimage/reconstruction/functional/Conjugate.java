package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;

/** The Fenchel conjugate of a convex functional, but for its proximal map. */
abstract class Conjugate implements Proximable {
    private final Proximable primal;

    Conjugate(Proximable primal) {
        this.primal = primal;
    }

    @Override
    public final Space domain() {
        return primal.domain();
    }

    @Override
    public final double value(float[] y) {
        return primal.conjugateValue(y);
    }

    /** f** = f. */
    @Override
    public final double conjugateValue(float[] x) {
        return primal.value(x);
    }

    @Override
    public final Proximable conjugate() {
        return primal;
    }
}
