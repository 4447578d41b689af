package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A map of images [N, C, H, W] with weights. An immutable description: it declares which weights it needs and computes with
 * those it is given.
 */
public interface Network {
    /** Adds the network's weights. */
    void declare(Layout.Builder weights);

    /**
     * Computes the output.
     *
     * @param x [N, C, H, W]
     * @param weights those declared, under the same names
     */
    Tensor forward(Tensor x, Bound weights);

    /** All its weights, where it is used alone. */
    default Layout layout() {
        Layout.Builder builder = Layout.builder();
        declare(builder);
        return builder.build();
    }
}
