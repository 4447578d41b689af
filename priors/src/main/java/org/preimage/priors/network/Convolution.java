package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * A convolution with zeros beyond the border that keeps the size of images (for stride 1). Weights: "weight" [out, in, rows,
 * columns] and "bias" [out].
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param rows height of the kernel, odd
 * @param columns width of the kernel, odd
 * @param stride step, 1 to keep the size
 * @param dilation distance of the kernel's points
 * @param bias whether a number is added to each channel
 * @param gain size of what leaves over what enters at the beginning, for white inputs; the bias begins at 0
 */
public record Convolution(int in, int out, int rows, int columns, int stride, int dilation, boolean bias, double gain)
        implements Network {
    public Convolution {
        if (!(gain >= 0)) {
            throw new IllegalArgumentException("gain is " + gain + ", but must not be negative");
        }
        if (in < 1 || out < 1 || rows % 2 != 1 || columns % 2 != 1 || stride < 1 || dilation < 1) {
            throw new IllegalArgumentException("a convolution from " + in + " to " + out + " channels with a kernel of "
                    + rows + " x " + columns + ", stride " + stride + " and dilation " + dilation
                    + " needs positive numbers and odd sizes");
        }
    }

    /** A square kernel, stride and dilation 1, with a bias, begun for rectified linear units. */
    public Convolution(int in, int out, int size) {
        this(in, out, size, size, 1, 1, true, Math.sqrt(2));
    }

    /** The same with another gain; 0 to begin at 0. */
    public Convolution gain(double other) {
        return new Convolution(in, out, rows, columns, stride, dilation, bias, other);
    }

    /** The same with another step. */
    public Convolution strided(int other) {
        return new Convolution(in, out, rows, columns, other, dilation, bias, gain);
    }

    /** The same with its points further apart. */
    public Convolution dilated(int other) {
        return new Convolution(in, out, rows, columns, stride, other, bias, gain);
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add("weight", Law.he(in * rows * columns, gain), out, in, rows, columns);
        if (bias) {
            weights.add("bias", Law.constant(0), out);
        }
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.convolve(
                weights.get("weight"),
                bias ? weights.get("bias") : null,
                stride,
                dilation * (rows / 2),
                dilation * (columns / 2),
                dilation,
                1);
    }
}
