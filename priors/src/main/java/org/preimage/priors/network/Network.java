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
    @JsonSubTypes.Type(value = ChannelAffine.class, name = "channel-affine"),
    @JsonSubTypes.Type(value = Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = ConvolutionBlock.class, name = "convolution-block"),
    @JsonSubTypes.Type(value = DnCnn.class, name = "dncnn"),
    @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Enlarging.class, name = "enlarging"),
    @JsonSubTypes.Type(value = Flattening.class, name = "flattening"),
    @JsonSubTypes.Type(value = Folded.class, name = "folded"),
    @JsonSubTypes.Type(value = FoldedResidual.class, name = "folded-residual"),
    @JsonSubTypes.Type(value = GroupNormalization.class, name = "group-normalization"),
    @JsonSubTypes.Type(value = Identity.class, name = "identity"),
    @JsonSubTypes.Type(value = InputConvex.class, name = "input-convex"),
    @JsonSubTypes.Type(value = LeakyRelu.class, name = "leaky-relu"),
    @JsonSubTypes.Type(value = Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = Pooling.class, name = "pooling"),
    @JsonSubTypes.Type(value = Prelu.class, name = "prelu"),
    @JsonSubTypes.Type(value = Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Residual.class, name = "residual"),
    @JsonSubTypes.Type(value = ResidualBlock.class, name = "residual-block"),
    @JsonSubTypes.Type(value = Sequence.class, name = "sequence"),
    @JsonSubTypes.Type(value = Sigmoid.class, name = "sigmoid"),
    @JsonSubTypes.Type(value = Silu.class, name = "silu"),
    @JsonSubTypes.Type(value = SkipNetwork.class, name = "skip-network"),
    @JsonSubTypes.Type(value = Softplus.class, name = "softplus"),
    @JsonSubTypes.Type(value = TransposedConvolution.class, name = "transposed-convolution"),
    @JsonSubTypes.Type(value = UNet.class, name = "unet")
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
    default Layout layout() {
        Layout.Builder builder = Layout.builder();
        declare(builder);
        return builder.build();
    }
}
