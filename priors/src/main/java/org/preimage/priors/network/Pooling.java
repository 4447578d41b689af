package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Blocks of factor x factor pixels become one pixel; what is left over at the right and below is dropped.
 *
 * @param factor by which images shrink
 * @param maximum whether the greatest value is taken, else the mean
 */
public record Pooling(int factor, boolean maximum) implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return maximum ? x.maximumPool(factor) : x.averagePool(factor);
    }
}
