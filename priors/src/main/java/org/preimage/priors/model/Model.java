package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;

/** A network with physics inside that turns data into images. An immutable description; the weights come with the tape. */
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdversarialPair.class, name = "adversarial-pair"),
    @JsonSubTypes.Type(value = BayesianModel.class, name = "bayesian"),
    @JsonSubTypes.Type(value = BlindSpot.class, name = "blind-spot"),
    @JsonSubTypes.Type(value = DeepEquilibrium.class, name = "deep-equilibrium"),
    @JsonSubTypes.Type(value = Denoising.class, name = "denoising"),
    @JsonSubTypes.Type(value = GradientStepDenoising.class, name = "gradient-step-denoising"),
    @JsonSubTypes.Type(value = LearnedGradientDescent.class, name = "learned-gradient-descent"),
    @JsonSubTypes.Type(value = LearnedIsta.class, name = "learned-ista"),
    @JsonSubTypes.Type(value = LearnedPrimalDual.class, name = "learned-primal-dual"),
    @JsonSubTypes.Type(value = Modl.class, name = "modl"),
    @JsonSubTypes.Type(value = Normalized.class, name = "normalized"),
    @JsonSubTypes.Type(value = PostProcessing.class, name = "post-processing"),
    @JsonSubTypes.Type(value = VariationalNetwork.class, name = "variational-network")
})
public interface Model extends Architecture {
    /**
     * Reconstructs a batch.
     *
     * @param tape holds the weights
     * @param data [N, c, ...], divided by the norm of the operator
     * @return images [N, c, H, W]
     */
    Var reconstruct(Tape tape, Physics physics, Var data);
}
