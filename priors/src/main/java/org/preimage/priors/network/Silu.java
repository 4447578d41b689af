package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * x / (1 + exp(-x)), smooth.
 *
 * <p>Elfwing, Uchibe and Doya 2018, Sigmoid-weighted linear units for neural network function approximation, Neural Networks.
 */
public record Silu() implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.silu();
    }
}
