package org.preimage.operators.blur;

import java.util.Optional;
import org.preimage.operators.DampedNormal;

/** The boundary at which the image repeats. */
record PeriodicConvolution(PeriodicFilter filter) implements Convolution {
    @Override
    public void apply(float[] x, float[] out) {
        filter.apply(x, out);
    }

    @Override
    public void adjoint(float[] y, float[] out) {
        filter.adjoint(y, out);
    }

    @Override
    public Optional<Double> norm() {
        return Optional.of(filter.norm());
    }

    @Override
    public Optional<Double> normBound() {
        return Optional.of(filter.normBound());
    }

    @Override
    public Optional<DampedNormal> dampedNormal() {
        return filter.dampedNormal();
    }
}
