package org.preimage.operators.blur;

import java.util.Optional;
import org.preimage.operators.DampedNormal;

/** How {@link Blur} convolves with one boundary. */
interface Convolution {
    void apply(float[] x, float[] out);

    void adjoint(float[] y, float[] out);

    /** The norm, where it is known. */
    Optional<Double> norm();

    /** An upper bound of the norm, where one is known. */
    Optional<Double> normBound();

    Optional<DampedNormal> dampedNormal();
}
