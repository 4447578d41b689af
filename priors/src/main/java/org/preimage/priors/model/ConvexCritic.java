package org.preimage.priors.model;

import org.preimage.priors.network.InputConvex;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A critic that is strongly convex: with z = x / u and p pixels
 *
 * <pre>f(x) = u sqrt(p) (C(z) / (10 b<sup>2</sup>) + B(z)) + strong u / 2 |z|<sup>2</sup>,</pre>
 *
 * an input-convex network C of z folded by b, and a filter bank B. As all parts have continuous slopes if the network's activation
 * has, plain gradient descent converges to the one minimiser of f plus a data fit.
 *
 * <p>Mukherjee, Dittmer, Shumaylov, Lunz, Oktem and Schonlieb 2020, Learned convex regularizers for inverse problems,
 * arXiv:2008.02839.
 *
 * @param network C, of the channels of images that are folded
 * @param fold b, the pixels along each side of blocks that become channels of the network's input, 1 for none: the same network on fewer
 *     points
 * @param bank B
 * @param strong the modulus of strong convexity times u
 * @param channels of the images
 * @param unit u, positive
 */
public record ConvexCritic(InputConvex network, int fold, FilterBank bank, double strong, int channels, double unit)
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
        if (!(strong >= 0)) {
            throw new IllegalArgumentException("strong is " + strong + ", but must not be negative");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights.within(NETWORK));
        bank.declare(channels, weights.within(BANK));
    }

    @Override
    public Tensor value(Tensor images, Bound weights) {
        Tensor z = images.times(1 / unit);
        double pixels = (double) images.size(2) * images.size(3);
        Tensor folded = fold == 1 ? z : even(z).blocksToChannels(fold);
        Tensor f = network.forward(folded, weights.within(NETWORK))
                .times(NETWORK_SHARE / (fold * fold))
                .plus(bank.value(z, weights.within(BANK)))
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
        bank.project(BANK, weights);
    }
}
