package org.preimage.priors.model;

import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/** A network with physics inside that turns data into images. An immutable description; the weights come with the tape. */
public interface Model {
    /**
     * Adds its weights.
     *
     * @param physics only spaces are looked at
     */
    void declare(Layout.Builder weights);

    /**
     * Reconstructs a batch.
     *
     * @param tape holds the weights
     * @param data [N, c, ...], divided by the norm of the operator
     * @return images [N, c, H, W]
     */
    Var reconstruct(Tape tape, Physics physics, Var data);

    /** All its weights. */
    default Layout layout() {
        Layout.Builder builder = Layout.builder();
        declare(builder);
        return builder.build();
    }
}
