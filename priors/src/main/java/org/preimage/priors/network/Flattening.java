package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/** All values of an image as the channels of a single pixel, [N, C, H, W] to [N, C H W, 1, 1]; without weights. */
public record Flattening() implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        int[] shape = x.shape();
        return x.reshape(shape[0], shape[1] * shape[2] * shape[3], 1, 1);
    }
}
