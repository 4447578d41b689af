package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Convolutions, each followed by normalisation and activation, then dropout. Weights: "conv0", "norm0", "act0", "conv1", ...
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param style what it is made of
 */
public record ConvolutionBlock(int in, int out, Style style) implements Network {
    @Override
    public void declare(Layout.Builder weights) {
        for (int i = 0; i < style.convolutions(); i++) {
            style.convolution(i == 0 ? in : out, out).declare(weights.within("conv" + i));
            style.normalization().layer(out).declare(weights.within("norm" + i));
            style.activation().layer(out).declare(weights.within("act" + i));
        }
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return forward(x, null, weights);
    }

    /**
     * The same where a number is added to each channel before the first activation.
     *
     * @param shift [N, out, 1, 1], or null
     */
    Tensor forward(Tensor x, Tensor shift, Bound weights) {
        Tensor y = x;
        for (int i = 0; i < style.convolutions(); i++) {
            y = style.convolution(i == 0 ? in : out, out).forward(y, weights.within("conv" + i));
            y = style.normalization().layer(out).forward(y, weights.within("norm" + i));
            y = i == 0 && shift != null ? y.plus(shift) : y;
            y = style.activation().layer(out).forward(y, weights.within("act" + i));
        }
        return new Dropout(style.dropout(), true).forward(y, weights);
    }
}
