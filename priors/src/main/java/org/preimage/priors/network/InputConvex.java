package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A number for each image that is a convex function of it: z<sub>1</sub> = s(X<sub>1</sub> x), z<sub>k+1</sub> = s(Z<sub>k</sub>
 * z<sub>k</sub> + X<sub>k+1</sub> x), f(x) = mean over pixels of (Z z / width + X x) + strong / 2 |x|<sup>2</sup>, with convolutions Z
 * whose kernels are not negative and a convex, increasing s. The last term makes it strongly convex. [N, C, H, W] to [N, 1, 1, 1].
 *
 * <p>Kernels Z stay non-negative by {@link #project} after each step of training. Weights: "x0", "z1", "x1", ..., "zLast",
 * "xLast".
 *
 * <p>Amos, Xu and Kolter 2017, Input convex neural networks, ICML; Mukherjee et al. 2020, Learned convex regularizers for
 * inverse problems, arXiv:2008.02839.
 *
 * @param in channels of the input
 * @param width channels of z
 * @param layers number of z
 * @param size of kernels, odd
 * @param activation s: RELU, LEAKY_RELU or SOFTPLUS
 * @param strong the modulus of strong convexity, at least 0
 */
public record InputConvex(int in, int width, int layers, int size, Activation activation, double strong)
        implements Network {
    public InputConvex {
        if (in < 1 || width < 1 || layers < 1 || size < 1 || size % 2 != 1) {
            throw new IllegalArgumentException("an input-convex network of " + in + " channels, " + layers
                    + " layers of " + width + " channels and kernels of " + size
                    + " pixels needs positive numbers and an odd size");
        }
        if (activation != Activation.RELU && activation != Activation.LEAKY_RELU && activation != Activation.SOFTPLUS) {
            throw new IllegalArgumentException("activation is " + activation
                    + ", but must be convex and increasing: RELU, LEAKY_RELU or SOFTPLUS");
        }
        if (!(strong >= 0)) {
            throw new IllegalArgumentException("strong is " + strong + ", but must be at least 0");
        }
    }

    private Convolution fromInput() {
        return new Convolution(in, width, size).gain(1);
    }

    private Convolution fromLayer(int out, int kernel) {
        return new Convolution(width, out, kernel, kernel, 1, 1, false, 0);
    }

    /** Non-negative. */
    private void declareFromLayer(int out, int kernel, double mean, Layout.Builder weights) {
        Law law = (v, from, to, random) -> {
            for (int i = from; i < to; i++) {
                v[i] = (float) (2 * mean * random.nextDouble());
            }
        };
        weights.add("weight", law, out, width, kernel, kernel);
    }

    @Override
    public void declare(Layout.Builder weights) {
        fromInput().declare(weights.within("x0"));
        for (int i = 1; i < layers; i++) {
            // A constant keeps about its size.
            declareFromLayer(width, size, 1.0 / (width * size * size), weights.within("z" + i));
            fromInput().declare(weights.within("x" + i));
        }
        declareFromLayer(1, 1, 1, weights.within("zLast"));
        new Convolution(in, 1, size).gain(0.1).declare(weights.within("xLast"));
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Network s = activation.layer(width);
        Tensor z = s.forward(fromInput().forward(x, weights.within("x0")), weights);
        for (int i = 1; i < layers; i++) {
            Tensor sum = fromLayer(width, size)
                    .forward(z, weights.within("z" + i))
                    .plus(fromInput().forward(x, weights.within("x" + i)));
            z = s.forward(sum, weights);
        }
        Tensor end = fromLayer(1, 1)
                .forward(z, weights.within("zLast"))
                .times(1.0 / width)
                .plus(new Convolution(in, 1, size).forward(x, weights.within("xLast")));
        double pixels = (double) x.size(2) * x.size(3);
        Tensor f = end.sumOver(1, 2, 3).times(1 / pixels);
        return strong == 0 ? f : f.plus(x.square().sumOver(1, 2, 3).times(strong / 2));
    }

    /**
     * Sets what is negative in the kernels Z to 0, without which the network is not convex, and scales what leads to one channel
     * of a z down where its sum is above 1, without which a constant grows from layer to layer.
     */
    public void project(Weights weights) {
        for (Layout.Entry e : weights.layout().entries()) {
            String name = e.name().substring(e.name().lastIndexOf('.', e.name().lastIndexOf('.') - 1) + 1);
            if (name.startsWith("z")) {
                int row = e.length() / e.shape()[0];
                for (int from = e.offset(); from < e.offset() + e.length(); from += row) {
                    project(weights.values(), from, from + row, !name.startsWith("zLast"));
                }
            }
        }
    }

    private static void project(float[] values, int from, int to, boolean limited) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            values[i] = Math.max(values[i], 0);
            sum += values[i];
        }
        for (int i = from; limited && sum > 1 && i < to; i++) {
            values[i] /= (float) sum;
        }
    }
}
