package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.preimage.priors.weights.Layout;

/**
 * What weights are trained for: a {@link Model} that reconstructs, a {@link Critic} that rates images, a {@link Generator} that
 * makes them, a {@link DiffusionModel} that knows the score of noisy ones or a {@link PatchMixture} of their patches. An immutable
 * description that declares its weights; a card holds it as JSON, under the names in these lists and no others.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "model")
@JsonSubTypes({
    @JsonSubTypes.Type(Model.class),
    @JsonSubTypes.Type(Critic.class),
    @JsonSubTypes.Type(Generator.class),
    @JsonSubTypes.Type(value = DiffusionModel.class, name = "diffusion"),
    @JsonSubTypes.Type(value = PatchMixture.class, name = "patch-mixture")
})
public interface Architecture {
    /** Adds its weights. */
    void declare(Layout.Builder weights);

    /** What does the work, without what is only wrapped around it, as a change of unit. */
    default Architecture core() {
        return this;
    }

    /** All its weights. */
    default Layout layout() {
        Layout.Builder builder = Layout.builder();
        declare(builder);
        return builder.build();
    }
}
