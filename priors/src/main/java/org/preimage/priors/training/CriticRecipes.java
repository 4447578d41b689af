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

    private static final String CHEST =
            " for slices of a chest, trained against filtered back-projections of 60 views with 20,000 photons.";

    private static final String BRAIN =
            " for complex slices of brains, trained against images of a fourth of k-space, its lines weighed by their rarity.";

    private static final int VALIDATIONS = 32;

    /** What is 1 for critics: a step of a tenth of the range. */
    private static final double UNIT = 0.1;

    /** That of slices of computed tomography, whose range is twice the attenuation of water. */
    private static final double ATTENUATION = 0.2 * SliceRecipes.WATER;

    /** k-space of brains: coils, accelerations, centre and noise. */
    private static final MriPairs.Protocol BRAINS = new MriPairs.Protocol(8, 4, 4, 0.08, 0.01, 0.01);

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
                published(
                        "ar-limited-published",
                        "The same as ar-limited, but without images beyond real ones, as published.",
                        plain),
                ellipses("acr-limited", acr + limited, ACR, convex, SparseViewExperiment::limitedAngle),
                unrolledEllipses(),
                chest(
                        "ar-ct",
                        "Adversarial regulariser" + CHEST,
                        AR,
                        new NetworkCritic(critic(1), BANK, 1, ATTENUATION)),
                chest("acr-ct", "Convex adversarial regulariser" + CHEST, ACR, convex(1, ATTENUATION)),
                brains("ar-mri", "Adversarial regulariser" + BRAIN, AR, new NetworkCritic(critic(2), BANK, 2, UNIT)),
                brains("acr-mri", "Convex adversarial regulariser" + BRAIN, ACR, convex(2, UNIT)));
    }

    private static Recipe chest(String name, String summary, String reference, Critic critic) {
        return recipe(
                name,
                summary,
                "80 slices of a chest (LIDC-IDRI-0314, CC BY 3.0), of which the last tenth is for validation; the data are those"
                        + " of others than the images",
                reference,
                critic,
                () -> Bundle.fit(
                        SliceRecipes.beam().projector(),
                        SliceRecipes.beam().projector().norm()),
                new Card.Noise("photons of a detector cell without object", SliceRecipes.PHOTONS, SliceRecipes.PHOTONS),
                Source.of(
                        SliceRecipes.CHEST,
                        (seed, data) ->
                                new CriticTraining(critic, SliceRecipes.chest(seed, data), exceeding(critic), seed)),
                new Course(rate(critic), 600, 2, 200));
    }

    private static Recipe brains(String name, String summary, String reference, Critic critic) {
        return recipe(
                name,
                summary,
                "magnitude slices of 28 subjects with simulated phase, 8 coils, lines and noise drawn anew, in parts of 128"
                        + " x 128; validated on two subjects left out; the data are those of others than the images",
                reference,
                critic,
                () -> new Card.Fit(Bundle.MRI, null, null),
                new Card.Noise(
                        "standard deviation of real and imaginary part each over the image's highest value",
                        BRAINS.quietest(),
                        BRAINS.loudest()),
                Source.of(
                        SliceRecipes.BRAINS,
                        (seed, data) -> new CriticTraining(
                                critic, SliceRecipes.brains(BRAINS, seed, data), exceeding(critic), seed)),
                new Course(rate(critic), 600, 4, 200));
    }

    private static double rate(Critic critic) {
        return critic.convex() ? 0.01 : 0.004;
    }

    /** A convex critic cannot tell what is beyond real images. */
    private static double exceeding(Critic critic) {
        return critic.convex() ? 0 : 0.5;
    }

    /** The critic of an unrolled network sees finer differences than that of back-projections, and its network has to follow it. */
    private static Recipe unrolledEllipses() {
        Model generator = new LearnedGradientDescent(5, 5, block(6, 5), true);
        Critic critic = new NetworkCritic(critic(1), BANK, 1, UNIT);
        AdversarialPair model = new AdversarialPair(generator, critic);
        Supplier<SparseViewExperiment> experiment = SparseViewExperiment::dival;
        return recipe(
                "uar-ellipses",
                "Learned gradient descent for 30 views of many ellipses, 2.5 % noise, trained without pairs against a critic.",
                UAR,
                model,
                experiment,
                seed -> new AdversarialTraining(
                        model, new PhantomPairs(experiment.get(), seed, VALIDATIONS), 1, exceeding(critic), seed),
                new Course(0.004, 1500, 2, 250));
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
        return ellipses(name, summary, reference, critic, experiment, exceeding(critic));
    }

    /** What falls, as is to be shown, when the iteration goes on. */
    private static Recipe published(String name, String summary, Critic critic) {
        return ellipses(name, summary, AR, critic, SparseViewExperiment::limitedAngle, 0);
    }

    private static Recipe ellipses(
            String name,
            String summary,
            String reference,
            Critic critic,
            Supplier<SparseViewExperiment> experiment,
            double exceeding) {
        return recipe(
                name,
                summary,
                reference,
                critic,
                experiment,
                seed -> new CriticTraining(
                        critic, new PhantomPairs(experiment.get(), seed, VALIDATIONS), exceeding, seed),
                new Course(rate(critic), 800, 4, 250));
    }

    /** On random ellipses. */
    private static Recipe recipe(
            String name,
            String summary,
            String reference,
            Architecture model,
            Supplier<SparseViewExperiment> experiment,
            LongFunction<Objective> objective,
            Course course) {
        return recipe(
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
                course);
    }

    /**
     * How long a critic learns.
     *
     * @param rate at its highest
     * @param steps in all
     * @param batch samples of a step
     * @param validateEvery steps between validations
     */
    private record Course(double rate, int steps, int batch, int validateEvery) {}

    private static Recipe recipe(
            String name,
            String summary,
            String data,
            String reference,
            Architecture model,
            Supplier<Card.Fit> operator,
            Card.Noise noise,
            Source objective,
            Course course) {
        return new Recipe(
                name,
                summary,
                data,
                reference,
                model,
                operator,
                noise,
                objective,
                // Kernels of one channel go by Adam, and are most of what a convex critic has.
                new Muon(0.95, 0.5, Adam.standard()),
                Schedule.cosine(course.rate, 0.05, 0),
                course.steps,
                course.batch,
                10,
                0.995,
                course.validateEvery);
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
