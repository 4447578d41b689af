package org.preimage.priors.training;

import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Diffusion;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.model.VarianceExploding;
import org.preimage.priors.model.VariancePreserving;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Folded;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;

/** Recipes of diffusion models, which learn from images alone. */
final class DiffusionRecipes {
    /** In units of the images' deviation. */
    private static final Diffusion EXPLODING = new VarianceExploding(0.01, 100);

    private static final Diffusion PRESERVING = new VariancePreserving(0.1, 20, 1e-3);

    private static final String SCORE =
            "Y. Song, J. Sohl-Dickstein, D. P. Kingma, A. Kumar, S. Ermon, B. Poole, \"Score-based generative modeling through"
                    + " stochastic differential equations\", ICLR (2021)";

    private static final String DENOISING =
            "J. Ho, A. Jain, P. Abbeel, \"Denoising diffusion probabilistic models\", NeurIPS (2020)";

    private static final int CONDITIONS = 32;

    /** Phantoms for validation, and for tests. */
    private static final int HELD = 32;

    private DiffusionRecipes() {}

    static List<Recipe> all() {
        return List.of(
                digits(),
                ellipses("diffusion-ellipses", 128),
                ellipses("diffusion-ellipses-64", 64),
                brains("diffusion-mri", 128),
                brains("diffusion-mri-64", 64),
                chest("diffusion-ct", 128),
                chest("diffusion-ct-64", 64));
    }

    private static Recipe digits() {
        DiffusionModel model = new DiffusionModel(network(1, 1, 32, 64, 96), PRESERVING, 1, 0.13, 0.31);
        int side = GenerativeRecipes.SIDE;
        return recipe(
                "diffusion-digits",
                "Diffusion model of digits, 28 x 28 pixels, variance preserving.",
                GenerativeRecipes.LEARNED,
                DENOISING,
                model,
                () -> Bundle.images(side, side),
                Source.of(List.of(GenerativeRecipes.DIGITS), GenerativeRecipes.LICENCE, (seed, data) -> {
                    Slices all = GenerativeRecipes.digits(data.resolve(GenerativeRecipes.DIGITS));
                    double trained = GenerativeRecipes.TRAINED;
                    double validated = GenerativeRecipes.VALIDATED;
                    return new DiffusionTraining(
                            model,
                            new SliceImages(
                                    all.part(0, trained),
                                    all.part(trained, validated).thinned(100),
                                    all.part(validated, 1).thinned(100),
                                    side,
                                    false,
                                    false,
                                    seed),
                            seed);
                }),
                8000,
                32);
    }

    private static Recipe ellipses(String name, int size) {
        DiffusionModel model = new DiffusionModel(network(2, 1, 48, 64, 96, 128), EXPLODING, 1, 0.23, 0.23);
        return recipe(
                name,
                "Diffusion model of about 40 ellipses, " + pixels(size) + ", variance exploding.",
                "random ellipses, each seen once",
                SCORE,
                model,
                () -> Bundle.images(size, size),
                (seed, none) -> new DiffusionTraining(
                        model, new PhantomImages(RandomEllipses.dival(size), size, seed, HELD), seed),
                12_000,
                8);
    }

    private static Recipe brains(String name, int size) {
        DiffusionModel model = new DiffusionModel(network(2, 2, 48, 64, 96, 128), EXPLODING, 2, 0, 0.25);
        return recipe(
                name,
                "Diffusion model of complex brain slices, " + pixels(size) + ", variance exploding.",
                "magnitude slices of 28 subjects with simulated phase, mirrored and turned; validated on two subjects left out,"
                        + " tested on others",
                SCORE,
                model,
                () -> new Card.Fit(Bundle.MRI, null, null),
                Source.of(SliceRecipes.BRAINS, (seed, data) -> {
                    int factor = 256 / size;
                    Slices all = Slices.read(data.resolve(SliceRecipes.MRI)).binned(factor);
                    Slices test =
                            Slices.read(data.resolve(SliceRecipes.MRI_TEST)).binned(factor);
                    double share = 0.99;
                    return new DiffusionTraining(
                            model,
                            new SliceImages(
                                    all.of(SliceRecipes::learned).normalized(share),
                                    all.of(SliceRecipes::leftOut).normalized(share),
                                    test.normalized(share),
                                    size,
                                    true,
                                    true,
                                    seed),
                            seed);
                }),
                12_000,
                8);
    }

    private static Recipe chest(String name, int size) {
        DiffusionModel model = new DiffusionModel(network(2, 1, 48, 64, 96, 128), PRESERVING, 1, 0.0072, 0.009);
        return recipe(
                name,
                "Diffusion model of chest slices in attenuation per mm, " + pixels(size) + ", variance preserving.",
                "80 slices of a chest (LIDC-IDRI-0314, CC BY 3.0), mirrored and turned, of which the last tenth is for validation;"
                        + " tested on a head and an abdomen of other subjects",
                DENOISING,
                model,
                () -> Bundle.images(size, size),
                Source.of(SliceRecipes.CHEST, (seed, data) -> {
                    int factor = 256 / size;
                    Slices all = SliceRecipes.attenuation(
                                    Slices.read(data.resolve(SliceRecipes.CT)).of(SliceRecipes::learned))
                            .binned(factor);
                    Slices test = SliceRecipes.attenuation(Slices.read(data.resolve(SliceRecipes.CT_TEST)))
                            .binned(factor);
                    return new DiffusionTraining(
                            model,
                            new SliceImages(
                                    all.part(0, SliceRecipes.TRAINED),
                                    all.part(SliceRecipes.VALIDATED, 1),
                                    test,
                                    size,
                                    true,
                                    false,
                                    seed),
                            seed);
                }),
                12_000,
                8);
    }

    private static String pixels(int size) {
        return size + " x " + size + " pixels";
    }

    /** A U-Net on images folded by a factor. */
    private static Folded network(int factor, int channels, int... scales) {
        int folded = channels * factor * factor;
        return new Folded(
                UNet.of(scales)
                        .with(Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP))
                        .between(folded, folded)
                        .direct()
                        .conditioned(CONDITIONS),
                factor);
    }

    private static Recipe recipe(
            String name,
            String summary,
            String data,
            String reference,
            DiffusionModel model,
            Supplier<Card.Fit> operator,
            Source source,
            int steps,
            int batch) {
        return new Recipe(
                name,
                summary,
                data,
                reference,
                model,
                operator,
                null,
                source,
                Muon.standard(),
                Schedule.cosine(0.02, 0.02, 0),
                steps,
                batch,
                1,
                0.999,
                500);
    }
}
