package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/** 1 / (1 + exp(-x)), between 0 and 1. */
public record Sigmoid() implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.sigmoid();
    }
}
