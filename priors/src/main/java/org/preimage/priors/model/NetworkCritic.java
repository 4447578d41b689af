package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Any network as a critic,
 *
 * <pre>f(x) = u sqrt(p) mean N(x / u),</pre>
 *
 * with the mean over all that the network N gives for an image of p pixels, and u the size of its values. The root makes the
 * slope about the same for images of all sizes.
 *
 * <p>Lunz, Oktem and Schonlieb 2018, Adversarial regularizers in inverse problems, NeurIPS.
 *
 * @param network N, of any number of outputs
 * @param channels of the images
 * @param unit u, positive: what is 1 for the network
 */
public record NetworkCritic(Network network, int channels, double unit) implements Critic {
    public NetworkCritic {
        requireUnit(unit);
    }

    static void requireUnit(double unit) {
        if (!(unit > 0 && Double.isFinite(unit))) {
            throw new IllegalArgumentException("unit is " + unit + ", but must be positive");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    @Override
    public Tensor value(Tensor images, Bound weights) {
        Tensor all = network.forward(images.times(1 / unit), weights);
        double outputs = (double) all.size(1) * all.size(2) * all.size(3);
        double pixels = (double) images.size(2) * images.size(3);
        return all.sumOver(1, 2, 3).times(unit * Math.sqrt(pixels) / outputs);
    }
}
