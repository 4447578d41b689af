package org.preimage.priors.training;

import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.Critic;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;

/** Recipes of critics, which learn without pairs. */
final class CriticRecipes {
    private static final String AR =
            "S. Lunz, O. Oktem, C.-B. Schonlieb, \"Adversarial regularizers in inverse problems\", NeurIPS (2018)";

    private static final String ACR =
            "S. Mukherjee et al., \"Learned convex regularizers for inverse problems\", arXiv:2008.02839 (2020)";

    private static final int VALIDATIONS = 32;

    private CriticRecipes() {}

    static List<Recipe> all() {
        return List.of(
                ellipses(
                        "ar-ellipses",
                        "Adversarial regulariser for many ellipses, trained against filtered back-projections of 30 views.",
                        AR,
                        new NetworkCritic(critic(1), 1, 1)),
                ellipses(
                        "acr-ellipses",
                        "Convex adversarial regulariser for many ellipses, trained against filtered back-projections of 30"
                                + " views.",
                        ACR,
                        convex(1, 1)));
    }

    private static Recipe ellipses(String name, String summary, String reference, Critic critic) {
        Supplier<SparseViewExperiment> experiment = SparseViewExperiment::dival;
        return new Recipe(
                name,
                summary,
                "random ellipses, each seen once; data of others than the images",
                reference,
                critic,
                () -> {
                    SparseViewExperiment e = experiment.get();
                    return Bundle.fit(e.projector(), e.projector().norm());
                },
                new Card.Noise(Card.Noise.RELATIVE, 0.025, 0.025),
                (seed, files) ->
                        new CriticTraining(critic, new PhantomPairs(experiment.get(), seed, VALIDATIONS), 2, seed),
                Muon.standard(),
                Schedule.cosine(0.01, 0.05, 0),
                3000,
                8,
                10,
                0.995,
                250);
    }

    /** Kernels of 5 x 5, with steps of two pixels after the second. */
    private static Network critic(int channels) {
        LeakyRelu bent = new LeakyRelu(0.1);
        return Sequence.of(
                new Convolution(channels, 16, 5),
                bent,
                new Convolution(16, 32, 5).strided(2),
                bent,
                new Convolution(32, 32, 5).strided(2),
                bent,
                new Convolution(32, 64, 5).strided(2),
                bent,
                new Convolution(64, 64, 5).strided(2),
                bent,
                new Convolution(64, 1, 1).gain(0.1));
    }

    private static Critic convex(int channels, double unit) {
        return new ConvexCritic(
                new InputConvex(4 * channels, 32, 4, 5, Activation.SOFTPLUS, 0), 2, 16, 5, 0.01, 1e-3, channels, unit);
    }
}
