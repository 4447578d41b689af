package org.preimage.priors.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A map of images [N, C, H, W] with weights. An immutable description: it declares which weights it needs and computes with
 * those it is given. A model's card holds it as JSON, under the names in this list and no others.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "network")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = FoldedResidual.class, name = "folded-residual"),
    @JsonSubTypes.Type(value = Prelu.class, name = "prelu"),
    @JsonSubTypes.Type(value = Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Sequence.class, name = "sequence")
})
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
    default Layout weights() {
        Layout.Builder builder = Layout.builder();
        declare(builder);
        return builder.build();
    }
}
