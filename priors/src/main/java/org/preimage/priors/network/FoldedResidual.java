package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A residual network at a coarser grid that loses no pixel: blocks of fold x fold pixels become channels, a convolution and
 * residual blocks h + leaky(conv h) follow, a last convolution gives channels that are unfolded into pixels. Convolutions cost
 * fold<sup>2</sup> times less than at full size and see fold times farther.
 *
 * <p>Shi, Caballero, Huszar, Totz, Aitken, Bishop, Rueckert and Wang 2016, Real-time single image and video super-resolution using
 * an efficient sub-pixel convolutional neural network, CVPR, for the folding.
 *
 * <p>Images whose sides are no multiples of fold are continued by zeros and cut off again.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param width channels inside
 * @param blocks residual blocks
 * @param fold side of the blocks of pixels
 * @param gain of the last convolution; small, so that the network begins near 0
 */
public record FoldedResidual(int in, int out, int width, int blocks, int fold, double gain) implements Network {
    private static final double LEAK = 0.1;

    private Convolution first() {
        return new Convolution(in * fold * fold, width, 3);
    }

    private Convolution inner() {
        return new Convolution(width, width, 3);
    }

    private Convolution last() {
        return new Convolution(width, out * fold * fold, 3).gain(gain);
    }

    @Override
    public void declare(Layout.Builder weights) {
        first().declare(weights.within("first"));
        for (int i = 0; i < blocks; i++) {
            inner().declare(weights.within("block." + i));
        }
        last().declare(weights.within("last"));
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return Folded.apply(x, fold, folded -> {
            Tensor h = first().forward(folded, weights.within("first")).leakyRelu(LEAK);
            for (int i = 0; i < blocks; i++) {
                h = h.plus(inner().forward(h, weights.within("block." + i)).leakyRelu(LEAK));
            }
            return last().forward(h, weights.within("last"));
        });
    }
}
