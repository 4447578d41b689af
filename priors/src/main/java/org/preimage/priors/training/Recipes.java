package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.ChannelDropout;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.LearnedPrimalDual;
import org.preimage.priors.model.MeanField;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.model.RandomWeights;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;

/** The list of recipes. To add a model that can be trained, add its entry here. */
public final class Recipes {
    private static final String LPD =
            "J. Adler, O. Oktem, \"Learned primal-dual reconstruction\", IEEE Trans. Med. Imaging 37 (2018)";

    private static final String LGD =
            "J. Adler, O. Oktem, \"Solving ill-posed inverse problems using iterative deep neural"
                    + " networks\", Inverse Problems 33 (2017)";

    private static final String UNET = "K. H. Jin et al., \"Deep convolutional neural network for inverse problems in"
            + " imaging\", IEEE Trans. Image Process. 26 (2017)";

    private static final String DGD = "A. Hauptmann et al., \"Model-based learning for accelerated, limited-view 3-D"
            + " photoacoustic tomography\", IEEE Trans. Med. Imaging 37 (2018)";

    private static final String BDGD = "R. Barbano, C. Zhang, S. Arridge, B. Jin, \"Quantifying model uncertainty in"
            + " inverse problems via Bayesian deep gradient descent\", ICPR 2020";

    private static final int VALIDATIONS = 50;

    /** Highest learning rate. */
    private static final double RATE = 0.02;

    /** Keeps the logarithm of a perfect image finite: a PSNR of 70 dB. */
    private static final double FLOOR = 1e-7;

    /** The pixels of an image: together they count as one observation of the weights, for their errors go together. */
    private static final double TEMPERATURE = 128 * 128;

    /** Channels of images and of data that an iteration hands to the next. */
    private static final int MEMORY = 5;

    /** Name of a block's last convolution. */
    private static final String LAST = "4";

    private Recipes() {}

    /** All recipes. */
    public static List<Recipe> all() {
        List<Recipe> recipes = new ArrayList<>(List.of(
                phantoms(
                        "lpd-ellipses",
                        "Learned primal-dual for 30 views of many ellipses, 2.5 % noise.",
                        LPD,
                        primalDual(8),
                        SparseViewExperiment::dival,
                        0.025,
                        null,
                        24_000,
                        RATE),
                phantoms(
                        "lpd-ellipses-deep",
                        "Learned primal-dual of ten iterations for the same, the first eight of which begin with lpd-ellipses.",
                        LPD,
                        primalDual(10),
                        SparseViewExperiment::dival,
                        0.025,
                        null,
                        24_000,
                        RATE / 2),
                phantoms(
                        "lgd-ellipses",
                        "Learned gradient descent with memory for 30 views of many ellipses, 2.5 % noise.",
                        LGD,
                        new LearnedGradientDescent(5, MEMORY, block(MEMORY + 1, MEMORY), true),
                        SparseViewExperiment::dival,
                        0.025,
                        null,
                        8_000,
                        RATE),
                phantoms(
                        "unet-ellipses",
                        "Filtered back-projection corrected by a U-Net, for 30 views of many ellipses, 2.5 % noise.",
                        UNET,
                        new PostProcessing(correction()),
                        SparseViewExperiment::dival,
                        0.025,
                        null,
                        20_000,
                        RATE),
                phantoms(
                        "lpd-shepp-logan",
                        "Learned primal-dual for 30 views of faint ellipses, 5 % noise.",
                        LPD,
                        primalDual(8),
                        SparseViewExperiment::adler,
                        0.05,
                        1.0,
                        6_000,
                        RATE),
                phantoms(
                        "dgd-ellipses",
                        "Learned gradient descent for 30 views of few ellipses, 1 % noise.",
                        DGD,
                        gradientDescent(),
                        SparseViewExperiment::bdgd,
                        0.01,
                        1.0,
                        20_000,
                        RATE),
                bayesian(
                        "bdgd-ellipses",
                        "Bayesian deep gradient descent by mean-field variational inference, for 30 views of few ellipses,"
                                + " 1 % noise.",
                        new MeanField(1, -7)),
                bayesian(
                        "bdgd-dropout-ellipses",
                        "Bayesian deep gradient descent by Monte-Carlo dropout, for 30 views of few ellipses, 1 % noise.",
                        new ChannelDropout(0.05, 1))));
        recipes.addAll(CriticRecipes.all());
        recipes.addAll(SliceRecipes.all());
        recipes.addAll(GenerativeRecipes.all());
        recipes.addAll(DiffusionRecipes.all());
        recipes.addAll(StackRecipes.all());
        return List.copyOf(recipes);
    }

    /**
     * The recipe of this name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Recipe named(String name) {
        return all().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("recipe \"" + name + "\" is unknown; the recipes are "
                        + all().stream().map(Recipe::name).collect(Collectors.joining(", "))));
    }

    private static Recipe phantoms(
            String name,
            String summary,
            String reference,
            Model model,
            Supplier<SparseViewExperiment> experiment,
            double noise,
            Double range,
            int steps,
            double rate) {
        return new Recipe(
                name,
                summary,
                "random ellipses, each seen once",
                reference,
                model,
                () -> {
                    SparseViewExperiment e = experiment.get();
                    return Bundle.fit(e.projector(), e.projector().norm());
                },
                new Card.Noise(Card.Noise.RELATIVE, noise, noise),
                (seed, files) -> new Supervised(
                        model, new PhantomPairs(experiment.get(), seed, VALIDATIONS), Loss.logarithmic(FLOOR), range),
                Muon.standard(),
                Schedule.cosine(rate, 0.02, 0),
                steps,
                1,
                1,
                0.999,
                1000);
    }

    /**
     * The model of dgd-ellipses with random weights in the last convolution of each iteration, to begin with its weights. Random
     * weights begin wider than the published exp(-9), nearer to where so short a training ends.
     */
    private static Recipe bayesian(String name, String summary, RandomWeights law) {
        BayesianModel model = new BayesianModel(gradientDescent(), LAST, law, -4.5);
        Supplier<SparseViewExperiment> experiment = SparseViewExperiment::bdgd;
        return new Recipe(
                name,
                summary,
                "random ellipses, each seen once after the training that the weights began with",
                BDGD,
                model,
                () -> {
                    SparseViewExperiment e = experiment.get();
                    return Bundle.fit(e.projector(), e.projector().norm());
                },
                new Card.Noise(Card.Noise.RELATIVE, 0.01, 0.01),
                (seed, files) -> {
                    SparseViewExperiment e = experiment.get();
                    return new Variational(
                            model, new PhantomPairs(e, seed, VALIDATIONS), e.trainingSize(), TEMPERATURE, seed);
                },
                new Muon(0.95, 0.2, Adam.standard()),
                Schedule.cosine(0.005, 0.05, 0),
                3000,
                1,
                1,
                0.995,
                500);
    }

    private static Model primalDual(int iterations) {
        return new LearnedPrimalDual(
                iterations, MEMORY, MEMORY, block(MEMORY + 1, MEMORY), block(MEMORY + 2, MEMORY), true);
    }

    /** A U-Net that begins near 0. */
    private static Network correction() {
        UNet net = UNet.of(24, 48, 64, 64).between(1, 16).direct().with(Style.PLAIN.with(Activation.LEAKY_RELU));
        return Sequence.of(net, new Convolution(16, 1, 1).gain(0.1));
    }

    private static Model gradientDescent() {
        return new LearnedGradientDescent(8, 1, block(2, 1), true);
    }

    /**
     * The blocks of learned primal-dual, at full resolution, which learn more in a second than wider ones on a folded grid. Their
     * activation has a fixed slope, for a learned one takes much longer to differentiate.
     */
    private static Network block(int in, int out) {
        int width = 32;
        return Sequence.of(
                new Convolution(in, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, out, 3).gain(0.1));
    }
}
