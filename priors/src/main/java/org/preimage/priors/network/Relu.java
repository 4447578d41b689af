package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/** max(x, 0). */
public record Relu() implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.relu();
    }
}
