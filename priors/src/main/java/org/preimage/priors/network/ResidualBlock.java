package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * x + f(x) with a {@link ConvolutionBlock} f that a convolution follows; x passes a 1 x 1 convolution where the number of channels
 * changes. Weights: "block", "last", and "skip" where channels change.
 *
 * <p>He, Zhang, Ren and Sun 2016, Deep residual learning for image recognition, CVPR.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param style of f; the last convolution counts extra
 */
public record ResidualBlock(int in, int out, Style style) implements Network {
    @Override
    public void declare(Layout.Builder weights) {
        new ConvolutionBlock(in, out, style).declare(weights.within("block"));
        style.convolution(out, out).declare(weights.within("last"));
        if (in != out) {
            new Convolution(in, out, 1).declare(weights.within("skip"));
        }
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Tensor y = new ConvolutionBlock(in, out, style).forward(x, weights.within("block"));
        y = style.convolution(out, out).forward(y, weights.within("last"));
        Tensor skip = in == out ? x : new Convolution(in, out, 1).forward(x, weights.within("skip"));
        return skip.plus(y);
    }
}
