package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * Each sample's groups of channels brought to mean 0 and variance 1, then scaled and shifted channel by channel. Weights: "scale"
 * and "shift" [channels].
 *
 * <p>Wu and He 2018, Group normalization, ECCV; with as many groups as channels Ulyanov, Vedaldi and Lempitsky 2016, Instance
 * normalization, arXiv:1607.08022.
 *
 * @param channels of the input
 * @param groups divides the channels
 * @param epsilon added to the variance
 */
public record GroupNormalization(int channels, int groups, double epsilon) implements Network {
    public GroupNormalization {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw new IllegalArgumentException("groups is " + groups + ", but must divide " + channels + " channels");
        }
    }

    /** Each channel by itself. */
    public static GroupNormalization instance(int channels) {
        return new GroupNormalization(channels, channels, 1e-5);
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add("scale", Law.constant(1), channels);
        weights.add("shift", Law.constant(0), channels);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.normalizeGroups(groups, weights.get("scale"), weights.get("shift"), epsilon);
    }
}
