package org.preimage.priors.model;

import org.preimage.priors.network.Convolution;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A sparse part of a critic: how strongly filters W answer to an image z of p pixels,
 *
 * <pre>mean over pixels of sum_k h((W z)_k) / sqrt(K),   h(t) = sqrt(t<sup>2</sup> + e<sup>2</sup>) - e,</pre>
 *
 * a convex function with a continuous slope, as e rounds the magnitude. The filters do not answer to constants.
 *
 * <p>Mukherjee et al. 2020, Learned convex regularizers for inverse problems, arXiv:2008.02839, section 3; with a fixed W it is Roth and
 * Black's field of experts (2005, CVPR).
 *
 * @param filters K
 * @param size of filters in pixels, odd
 * @param rounding e, in units of z
 */
public record FilterBank(int filters, int size, double rounding) {
    public FilterBank {
        if (!(rounding > 0)) {
            throw new IllegalArgumentException("rounding is " + rounding + ", but must be positive");
        }
    }

    private Convolution convolution(int channels) {
        return new Convolution(channels, filters, size, size, 1, 1, false, 0.25);
    }

    void declare(int channels, Layout.Builder weights) {
        convolution(channels).declare(weights);
    }

    /** [N, 1, 1, 1]. */
    Tensor value(Tensor z, Bound weights) {
        double pixels = (double) z.size(2) * z.size(3);
        // The bend at 0 is too sharp for numbers of eight bits.
        return convolution(z.size(1))
                .forward(z, weights.exact())
                .square()
                .affine(1, rounding * rounding)
                .sqrt()
                .affine(1, -rounding)
                .sumOver(1, 2, 3)
                .times(1 / (pixels * Math.sqrt(filters)));
    }

    /** Takes the mean off each filter. */
    void project(String prefix, Weights weights) {
        String name = prefix + ".weight";
        float[] kernels = weights.get(name);
        int length = size * size;
        for (int from = 0; from < kernels.length; from += length) {
            float mean = 0;
            for (int i = from; i < from + length; i++) {
                mean += kernels[i] / length;
            }
            for (int i = from; i < from + length; i++) {
                kernels[i] -= mean;
            }
        }
        weights.set(name, kernels);
    }
}
