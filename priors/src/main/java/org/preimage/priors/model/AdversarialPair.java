package org.preimage.priors.model;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A model that reconstructs and the critic that it was trained against. The model alone reconstructs; the critic can refine its
 * image as a regulariser.
 *
 * <p>Mukherjee, Carioni, Oktem and Schonlieb 2021, End-to-end reconstruction meets data-driven regularization for inverse
 * problems, NeurIPS.
 *
 * @param generator the model, whose weights are "generator." and its own names
 * @param critic of its images, whose weights are "critic." and its own names
 */
public record AdversarialPair(Model generator, Critic critic) implements Model {
    private static final String GENERATOR = "generator";
    private static final String CRITIC = "critic";

    @Override
    public void declare(Layout.Builder weights) {
        generator.declare(weights.within(GENERATOR));
        critic.declare(weights.within(CRITIC));
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        return generator.reconstruct(tape.seeing(w -> w.within(GENERATOR)), physics, data);
    }

    /** The critic's numbers [N, 1, 1, 1]. */
    public Tensor value(Tensor images, Bound weights) {
        return critic.value(images, weights.within(CRITIC));
    }

    /** The same for which the critic's weights are constants: only the images are learned from. */
    public Tensor valueOfFixed(Tensor images, Bound weights) {
        return value(images, weights.substituting((name, weight, all) -> weight.detached()));
    }

    /** The critic's weights alone. */
    public Weights criticWeights(Weights weights) {
        Weights own = new Weights(critic.layout(), new float[critic.layout().length()]);
        for (Layout.Entry e : own.layout().entries()) {
            own.set(e.name(), weights.get(CRITIC + "." + e.name()));
        }
        return own;
    }

    /** Puts the critic's weights among all. */
    public void setCriticWeights(Weights critics, Weights weights) {
        for (Layout.Entry e : critics.layout().entries()) {
            weights.set(CRITIC + "." + e.name(), critics.get(e.name()));
        }
    }
}
