package org.preimage.priors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.GenerativeAdversarialPair;
import org.preimage.priors.model.Generator;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.model.VariationalAutoencoder;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.Flattening;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.TransposedConvolution;

/** Recipes of generators, which learn from images alone. */
final class GenerativeRecipes {
    static final String DIGITS = "mnist_t10k-images-idx3-ubyte.gz";

    static final String LEARNED =
            "8,000 of the 10,000 test images of MNIST (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0 as"
                    + " commonly stated); the next 1,000 for validation, the last 1,000 for tests";

    /** As that of the images, whose likeness a generator carries. */
    static final String LICENCE = "CC BY-SA 3.0";

    static final int SIDE = 28;
    static final double TRAINED = 0.8;
    static final double VALIDATED = 0.9;
    private static final LeakyRelu BENT = new LeakyRelu(0.2);

    private GenerativeRecipes() {}

    static List<Recipe> all() {
        return List.of(vae(), wgan());
    }

    /** Digits as parts of a stack, and what learns from them. */
    private interface Making {
        Objective of(Slices training, Slices validation, Slices test, long seed);
    }

    private static Source digits(Making making) {
        return Source.of(List.of(DIGITS), LICENCE, (seed, data) -> {
            Slices all = digits(data.resolve(DIGITS));
            return making.of(all.part(0, TRAINED), all.part(TRAINED, VALIDATED), all.part(VALIDATED, 1), seed);
        });
    }

    static Slices digits(Path file) throws IOException {
        return Slices.idx(file).affine(1 / 255.0, 0);
    }

    private static Recipe vae() {
        int latent = 20;
        Network encoder = Sequence.of(
                new Convolution(1, 32, 3).strided(2),
                BENT,
                new Convolution(32, 32, 3).strided(2),
                BENT,
                new Flattening(),
                new Convolution(32 * 49, 128, 1),
                BENT,
                new Convolution(128, 2 * latent, 1).gain(0.5));
        VariationalAutoencoder model =
                new VariationalAutoencoder(encoder, decoder(latent, 32, 2), latent, SIDE, SIDE, 0.05, 0.5);
        return recipe(
                "vae-digits",
                "Variational autoencoder of digits, 28 x 28 pixels, with a learned deviation of each pixel.",
                "D. P. Kingma, M. Welling, \"Auto-encoding variational Bayes\", ICLR (2014)",
                model,
                digits((training, validation, test, seed) ->
                        new VariationalAutoencoderTraining(model, training, validation, test, seed)),
                Muon.standard(),
                Schedule.cosine(0.01, 0.02, 0),
                4000);
    }

    private static Recipe wgan() {
        int latent = 20;
        Network critic = Sequence.of(
                new Convolution(1, 32, 5).strided(2),
                BENT,
                new Convolution(32, 64, 5).strided(2),
                BENT,
                new Flattening(),
                // Steeper ones would at first be flattened by the penalty.
                new Convolution(64 * 49, 1, 1).gain(0.05));
        GenerativeAdversarialPair model = new GenerativeAdversarialPair(
                decoder(latent, 32, 1), new NetworkCritic(critic, null, 1, 1), latent, SIDE, SIDE);
        return recipe(
                "wgan-digits",
                "Wasserstein generator of digits, 28 x 28 pixels, with the critic that it learned against.",
                "I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville, \"Improved training of Wasserstein GANs\","
                        + " NeurIPS (2017)",
                model,
                digits((training, validation, test, seed) ->
                        new WassersteinTraining(model, training, validation, test, seed)),
                // Without momentum, as a step that was good against the critic before is not so against the next.
                new Adam(0, 0.9, 1e-8, 0),
                Schedule.cosine(0.002, 0.02, 0.02),
                4000);
    }

    /** From a vector to 7 x 7, 14 x 14 and 28 x 28 pixels. */
    private static Network decoder(int latent, int width, int channels) {
        return Sequence.of(
                new TransposedConvolution(latent, 2 * width, 7),
                BENT,
                new TransposedConvolution(2 * width, width, 2),
                BENT,
                new Convolution(width, width, 3),
                BENT,
                new TransposedConvolution(width, width / 2, 2),
                BENT,
                new Convolution(width / 2, channels, 3).gain(0.5));
    }

    private static Recipe recipe(
            String name,
            String summary,
            String reference,
            Generator model,
            Source source,
            Optimiser optimiser,
            Schedule schedule,
            int steps) {
        return new Recipe(
                name,
                summary,
                LEARNED,
                reference,
                model,
                () -> Bundle.images(SIDE, SIDE),
                null,
                source,
                optimiser,
                schedule,
                steps,
                64,
                10,
                0.998,
                200);
    }
}
