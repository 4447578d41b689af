package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * x + f(x). The weights are those of f, under the same names.
 *
 * @param inner f, which keeps the shape
 */
public record Residual(Network inner) implements Network {
    @Override
    public void declare(Layout.Builder weights) {
        inner.declare(weights);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.plus(inner.forward(x, weights));
    }
}
