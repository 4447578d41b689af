package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A denoiser that subtracts what it takes for noise: x - f(x), f a chain of 3 x 3 convolutions with rectified linear units between
 * them. Batch normalisation of trained networks is taken as folded into the convolutions. Weights: "conv0" to "conv(depth - 1)".
 *
 * <p>Zhang, Zuo, Chen, Meng and Zhang 2017, Beyond a Gaussian denoiser, IEEE Transactions on Image Processing 26.
 *
 * @param channels of images
 * @param extra channels of the input after those of the image, as a map of the noise level
 * @param depth number of convolutions
 * @param width channels between them
 */
public record DnCnn(int channels, int extra, int depth, int width) implements Network {
    public DnCnn {
        if (channels < 1 || extra < 0 || depth < 2 || width < 1) {
            throw new IllegalArgumentException("a DnCNN of " + channels + " channels and " + extra + " more, " + depth
                    + " layers and " + width + " channels between them needs positive numbers and 2 layers");
        }
    }

    private Convolution layer(int i) {
        int in = i == 0 ? channels + extra : width;
        Convolution layer = new Convolution(in, i == depth - 1 ? channels : width, 3);
        // The noise found at the beginning is small, lest the first steps undo it.
        return i == depth - 1 ? layer.gain(0.1) : layer;
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int i = 0; i < depth; i++) {
            layer(i).declare(weights.within("conv" + i));
        }
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Tensor y = x;
        for (int i = 0; i < depth; i++) {
            y = layer(i).forward(y, weights.within("conv" + i));
            y = i < depth - 1 ? y.relu() : y;
        }
        return (extra == 0 ? x : x.slice(1, 0, channels)).minus(y);
    }
}
