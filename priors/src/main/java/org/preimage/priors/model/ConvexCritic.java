package org.preimage.priors.model;

import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A critic that is strongly convex: with z = x / u and p pixels
 *
 * <pre>f(x) = u sqrt(p) (C(z) / (10 b<sup>2</sup>) + mean over pixels of sum_k h((W z)_k) / sqrt(K)) + strong u / 2 |z|^2,</pre>
 *
 * an input-convex network C of z folded by b, a bank of K filters W whose sums are zero, and h(t) = sqrt(t<sup>2</sup> + e<sup>2</sup>) - e, a rounded magnitude. As all
 * parts have continuous slopes if the network's activation has, plain gradient descent converges to the one minimiser of f plus a data fit.
 *
 * <p>Mukherjee, Dittmer, Shumaylov, Lunz, Oktem and Schonlieb 2020, Learned convex regularizers for inverse problems,
 * arXiv:2008.02839.
 *
 * @param network C, of the channels of images that are folded
 * @param fold b, the pixels along each side of blocks that become channels of the network's input, 1 for none: the same network on fewer
 *     points
 * @param filters in W
 * @param size of filters in pixels, odd
 * @param rounding e, in units of z
 * @param strong the modulus of strong convexity times u
 * @param channels of the images
 * @param unit u, positive
 */
public record ConvexCritic(
        InputConvex network, int fold, int filters, int size, double rounding, double strong, int channels, double unit)
        implements Critic {
    /** Small, so that the bank learns first. */
    private static final double NETWORK_SHARE = 0.1;

    private static final String BANK = "bank";
    private static final String NETWORK = "network";

    public ConvexCritic {
        NetworkCritic.requireUnit(unit);
        if (fold < 1 || network.in() != channels * fold * fold) {
            throw new IllegalArgumentException("images of " + channels + " channels folded by " + fold
                    + " have another number of channels than the network's " + network.in());
        }
        if (!(rounding > 0) || !(strong >= 0)) {
            throw new IllegalArgumentException("rounding is " + rounding + " and strong " + strong
                    + ", but the first must be positive and the second not negative");
        }
    }

    private Convolution bank() {
        return new Convolution(channels, filters, size, size, 1, 1, false, 0.25);
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights.within(NETWORK));
        bank().declare(weights.within(BANK));
    }

    @Override
    public Tensor value(Tensor images, Bound weights) {
        Tensor z = images.times(1 / unit);
        double pixels = (double) images.size(2) * images.size(3);
        Tensor folded = fold == 1 ? z : even(z).blocksToChannels(fold);
        // Its bend at 0 is too sharp for numbers of eight bits.
        Tensor sparse = bank().forward(z, weights.within(BANK).exact())
                .square()
                .affine(1, rounding * rounding)
                .sqrt()
                .affine(1, -rounding)
                .sumOver(1, 2, 3);
        Tensor f = network.forward(folded, weights.within(NETWORK))
                .times(NETWORK_SHARE / (fold * fold))
                .plus(sparse.times(1 / (pixels * Math.sqrt(filters))))
                .times(unit * Math.sqrt(pixels));
        return strong == 0 ? f : f.plus(z.square().sumOver(1, 2, 3).times(unit * strong / 2));
    }

    private Tensor even(Tensor z) {
        int below = Math.floorMod(-z.size(2), fold);
        int right = Math.floorMod(-z.size(3), fold);
        return below + right == 0 ? z : z.padZeros(0, right, 0, below);
    }

    @Override
    public boolean convex() {
        return true;
    }

    @Override
    public double strongConvexity() {
        return strong / unit;
    }

    @Override
    public void project(Weights weights) {
        network.project(weights);
        float[] kernels = weights.get(BANK + ".weight");
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
        weights.set(BANK + ".weight", kernels);
    }
}
