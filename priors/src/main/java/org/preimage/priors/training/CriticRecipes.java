package org.preimage.priors.training;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.AdversarialPair;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.Critic;
import org.preimage.priors.model.FilterBank;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;

/** Recipes of critics, which learn without pairs. */
final class CriticRecipes {
    private static final String AR =
            "S. Lunz, O. Oktem, C.-B. Schonlieb, \"Adversarial regularizers in inverse problems\", NeurIPS (2018)";

    private static final String ACR =
            "S. Mukherjee et al., \"Learned convex regularizers for inverse problems\", arXiv:2008.02839 (2020)";

    private static final String UAR =
            "S. Mukherjee, M. Carioni, O. Oktem, C.-B. Schonlieb, \"End-to-end reconstruction meets"
                    + " data-driven regularization for inverse problems\", NeurIPS (2021)";

    private static final int VALIDATIONS = 32;

    /** What is 1 for critics: a step of a tenth of the range. */
    private static final double UNIT = 0.1;

    private static final FilterBank BANK = new FilterBank(32, 5, 0.01);

    private CriticRecipes() {}

    static List<Recipe> all() {
        Critic plain = new NetworkCritic(critic(1), BANK, 1, UNIT);
        Critic convex = convex(1, UNIT);
        String ar = "Adversarial regulariser for many ellipses, trained against filtered back-projections of ";
        String acr = "Convex adversarial regulariser for many ellipses, trained against filtered back-projections of ";
        String sparse = "30 views.";
        String limited = "60 views that leave out 60 degrees.";
        return List.of(
                ellipses("ar-ellipses", ar + sparse, AR, plain, SparseViewExperiment::dival),
                ellipses("acr-ellipses", acr + sparse, ACR, convex, SparseViewExperiment::dival),
                ellipses("ar-limited", ar + limited, AR, plain, SparseViewExperiment::limitedAngle),
                ellipses("acr-limited", acr + limited, ACR, convex, SparseViewExperiment::limitedAngle),
                unrolledEllipses());
    }

    /** The critic of an unrolled network sees finer differences than that of back-projections, and its network has to follow it. */
    private static Recipe unrolledEllipses() {
        Model generator = new LearnedGradientDescent(5, 5, block(6, 5), true);
        AdversarialPair model = new AdversarialPair(generator, convex(1, UNIT));
        Supplier<SparseViewExperiment> experiment = SparseViewExperiment::dival;
        return recipe(
                "uar-ellipses",
                "Learned gradient descent for 30 views of many ellipses, 2.5 % noise, trained without pairs against a critic.",
                UAR,
                model,
                experiment,
                seed -> new AdversarialTraining(model, new PhantomPairs(experiment.get(), seed, VALIDATIONS), 1, seed),
                0.004,
                1500,
                2);
    }

    private static Network block(int in, int out) {
        int width = 32;
        return Sequence.of(
                new Convolution(in, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, out, 3).gain(0.1));
    }

    private static Recipe ellipses(
            String name, String summary, String reference, Critic critic, Supplier<SparseViewExperiment> experiment) {
        return recipe(
                name,
                summary,
                reference,
                critic,
                experiment,
                seed -> new CriticTraining(critic, new PhantomPairs(experiment.get(), seed, VALIDATIONS), seed),
                critic.convex() ? 0.01 : 0.004,
                800,
                4);
    }

    private static Recipe recipe(
            String name,
            String summary,
            String reference,
            Architecture model,
            Supplier<SparseViewExperiment> experiment,
            LongFunction<Objective> objective,
            double rate,
            int steps,
            int batch) {
        return new Recipe(
                name,
                summary,
                "random ellipses, each seen once; the data are those of others than the images",
                reference,
                model,
                () -> {
                    SparseViewExperiment e = experiment.get();
                    return Bundle.fit(e.projector(), e.projector().norm());
                },
                new Card.Noise(Card.Noise.RELATIVE, 0.025, 0.025),
                (seed, files) -> objective.apply(seed),
                // Kernels of one channel go by Adam, and are most of what a convex critic has.
                new Muon(0.95, 0.5, Adam.standard()),
                Schedule.cosine(rate, 0.05, 0),
                steps,
                batch,
                10,
                0.995,
                250);
    }

    /** Kernels of 5 x 5, with steps of two pixels after the second. */
    private static Network critic(int channels) {
        // Smooth, so that descents on it are.
        Silu bent = new Silu();
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
                new InputConvex(4 * channels, 32, 3, 3, Activation.SOFTPLUS, 0), 2, BANK, 1e-3, channels, unit);
    }
}
