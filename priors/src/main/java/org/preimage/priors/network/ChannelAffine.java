package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * s x + t with learned numbers s and t for each channel. Batch normalisation with fixed statistics is of this form: s = scale /
 * sqrt(variance + epsilon), t = shift - s mean. Weights: "scale" and "shift" [channels].
 *
 * <p>Ioffe and Szegedy 2015, Batch normalization, ICML.
 *
 * @param channels of the input
 */
public record ChannelAffine(int channels) implements Network {
    @Override
    public void declare(Layout.Builder weights) {
        weights.add("scale", Law.constant(1), channels);
        weights.add("shift", Law.constant(0), channels);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Tensor scale = weights.get("scale").reshape(1, channels, 1, 1);
        return x.times(scale).plus(weights.get("shift").reshape(1, channels, 1, 1));
    }
}
