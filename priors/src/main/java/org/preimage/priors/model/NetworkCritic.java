package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Any network as a critic, and a filter bank B beside it,
 *
 * <pre>f(x) = u sqrt(p) (mean N(x / u) + B(x / u)),</pre>
 *
 * with the mean over all that the network N gives for an image of p pixels, and u the size of its values. The root makes the
 * slope about the same for images of all sizes. The bank learns at once what noise is; the network refines it.
 *
 * <p>Lunz, Oktem and Schonlieb 2018, Adversarial regularizers in inverse problems, NeurIPS, without a bank.
 *
 * @param network N, of any number of outputs
 * @param bank B; null for none
 * @param channels of the images
 * @param unit u, positive: what is 1 for the network
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkCritic(Network network, FilterBank bank, int channels, double unit) implements Critic {
    private static final String BANK = "bank";
    private static final String NETWORK = "network";

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
        network.declare(weights.within(NETWORK));
        if (bank != null) {
            bank.declare(channels, weights.within(BANK));
        }
    }

    @Override
    public Tensor value(Tensor images, Bound weights) {
        Tensor z = images.times(1 / unit);
        Tensor all = network.forward(z, weights.within(NETWORK));
        double outputs = (double) all.size(1) * all.size(2) * all.size(3);
        double pixels = (double) images.size(2) * images.size(3);
        Tensor mean = all.sumOver(1, 2, 3).times(1 / outputs);
        return (bank == null ? mean : mean.plus(bank.value(z, weights.within(BANK)))).times(unit * Math.sqrt(pixels));
    }

    @Override
    public void project(Weights weights) {
        if (bank != null) {
            bank.project(BANK, weights);
        }
    }
}
