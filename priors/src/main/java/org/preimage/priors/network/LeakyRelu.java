package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * x where positive, else slope x.
 *
 * @param slope below 0, usually small
 */
public record LeakyRelu(double slope) implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.leakyRelu(slope);
    }
}
