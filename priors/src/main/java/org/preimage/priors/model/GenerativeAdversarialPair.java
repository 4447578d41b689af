package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A generator G(z) = 1 / (1 + exp(-N(z))) and the critic that it was trained against.
 *
 * <p>Arjovsky, Chintala and Bottou 2017, Wasserstein generative adversarial networks, ICML; Gulrajani, Ahmed, Arjovsky, Dumoulin and
 * Courville 2017, Improved training of Wasserstein GANs, NeurIPS.
 *
 * @param network N, [N, latent, 1, 1] to [N, 1, rows, columns], whose weights are "generator." and their names
 * @param critic of images, whose weights are "critic." and its own names
 * @param latent values of z
 * @param rows of the images
 * @param columns of the images
 */
public record GenerativeAdversarialPair(Network network, Critic critic, int latent, int rows, int columns)
        implements Generator {
    private static final String GENERATOR = "generator";
    private static final String CRITIC = "critic";

    public GenerativeAdversarialPair {
        Generator.requireSizes(latent, rows, columns);
        if (critic.channels() != 1) {
            throw new IllegalArgumentException("the critic rates images of " + critic.channels()
                    + " channels, but a generator makes images of one");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights.within(GENERATOR));
        critic.declare(weights.within(CRITIC));
    }

    @Override
    public Made make(Tensor latent, Bound weights) {
        Tensor out = network.forward(latent, weights.within(GENERATOR));
        return new Made(Generator.requireImages(out, 1, rows, columns).sigmoid(), null);
    }

    /** The critic's numbers [N, 1, 1, 1]. */
    public Tensor value(Tensor images, Bound weights) {
        return critic.value(images, weights.within(CRITIC));
    }

    /** The same for which the critic's weights are constants: only the images are learned from. */
    public Tensor valueOfFixed(Tensor images, Bound weights) {
        return value(images, weights.substituting((name, weight, all) -> weight.detached()));
    }

    /** Brings the critic's weights to the nearest ones that are allowed. */
    public void project(Weights weights) {
        Weights own = new Weights(critic.layout(), new float[critic.layout().length()]);
        for (Layout.Entry e : own.layout().entries()) {
            own.set(e.name(), weights.get(CRITIC + "." + e.name()));
        }
        critic.project(own);
        for (Layout.Entry e : own.layout().entries()) {
            weights.set(CRITIC + "." + e.name(), own.get(e.name()));
        }
    }
}
