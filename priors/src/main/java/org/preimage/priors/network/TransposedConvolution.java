package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * The transpose of a strided convolution, which enlarges images by a factor, with kernels of the factor's size, so that they do
 * not overlap. Weights: "weight" [in, out, factor, factor] and "bias" [out].
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param factor by which images grow
 */
public record TransposedConvolution(int in, int out, int factor) implements Network {
    public TransposedConvolution {
        if (in < 1 || out < 1 || factor < 1) {
            throw new IllegalArgumentException("a transposed convolution from " + in + " to " + out
                    + " channels by a factor of " + factor + " needs positive numbers");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add("weight", Law.he(in, 1), in, out, factor, factor);
        weights.add("bias", Law.constant(0), out);
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        return x.convolveTransposed(weights.get("weight"), weights.get("bias"), factor, 0);
    }
}
