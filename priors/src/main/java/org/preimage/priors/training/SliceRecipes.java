package org.preimage.priors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.preparation.Hounsfield;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Denoising;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Modl;
import org.preimage.priors.model.Normalized;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.network.Folded;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.network.UNet;

/** Recipes that learn from slices of patients and volunteers, read from files. */
final class SliceRecipes {
    static final String CT = "ct_train.png";
    static final String CT_TEST = "ct_test.npy";
    static final String MRI = "mri_train.png";
    static final String MRI_TEST = "mri_test.npy";

    private static final String PHOTO_TEST = "images/camera.png";

    private static final List<String> PHOTOS = List.of("images/cell_qpi.png", "images/grass.png", "images/moon.png");

    /** What the benchmark's suites show, its photographs among it, is not learned from: these subjects. */
    private static final Set<String> SHOWN = Set.of("InVesalius Cranium (ProMED CT 0051)", "D (Colin27)");

    static final List<String> CHEST = List.of(CT, CT_TEST);

    static final List<String> BRAINS = List.of(MRI, MRI_TEST);

    /** Attenuation of water in 1/mm at about 70 keV. */
    static final double WATER = 0.0193;

    /** What a .png or .npy file of these adds to Hounsfield units. */
    private static final double OFFSET = 1024;

    static final double PHOTONS = 20_000;

    /** There is only one subject of CT for training, so that its last slices are for validation. */
    static final double TRAINED = 0.84;

    static final double VALIDATED = 0.9;

    /** Standard deviation of the noise that denoisers learn. */
    private static final double HIGHEST = 50 / 255.0;

    private SliceRecipes() {}

    static List<Recipe> all() {
        return List.of(modlBrain(), unetCt(), dncnn(), gradientStep(), patches());
    }

    private static Recipe modlBrain() {
        MriPairs.Protocol protocol = new MriPairs.Protocol(8, 4, 6, 0.08, 0.003, 0.03);
        Model model = new Normalized(new Modl(5, new FoldedResidual(2, 2, 48, 3, 2, 0.01), 0.05, 8, 1e-4), 0.99);
        return new Recipe(
                "modl-brain",
                "MoDL of five blocks for brain slices of several coils, from a fourth to a sixth of the lines of k-space.",
                "magnitude slices of 28 subjects with simulated phase, 8 coils, lines and noise drawn anew, in parts of 128"
                        + " x 128; validated on two subjects left out, tested on others, whole slices of 256 x 256",
                "H. K. Aggarwal, M. P. Mani, M. Jacob, \"MoDL: model-based deep learning architecture for inverse"
                        + " problems\", IEEE Trans. Med. Imaging 38 (2019)",
                model,
                () -> new Card.Fit(Bundle.MRI, null, null),
                new Card.Noise(
                        "standard deviation of real and imaginary part each over the image's highest value",
                        protocol.quietest(),
                        protocol.loudest()),
                Source.of(
                        BRAINS,
                        (seed, data) ->
                                new Supervised(model, brains(protocol, seed, data), Loss.logarithmic(1e-7), null)),
                Muon.standard(),
                Schedule.cosine(0.01, 0.05, 0),
                2000,
                1,
                1,
                0.998,
                250);
    }

    /** In parts of 128 x 128. */
    static MriPairs brains(MriPairs.Protocol protocol, long seed, Path data) throws IOException {
        Slices slices = Slices.read(data.resolve(MRI)).affine(1 / 255.0, 0);
        Slices test = Slices.read(data.resolve(MRI_TEST)).affine(1 / 65535.0, 0);
        return new MriPairs(
                slices.of(SliceRecipes::learned),
                slices.of(SliceRecipes::leftOut).thinned(4),
                test,
                128,
                protocol,
                seed);
    }

    /** 60 views of 256 x 256 pixels. */
    static ParallelBeam beam() {
        Space image = Space.image(256, 256, 1);
        return ParallelBeam.halfTurn(image, ParallelBeam.coveringDetectors(image, 1), 1, 60);
    }

    private static Recipe unetCt() {
        Network network =
                Sequence.of(UNet.of(32, 48, 64, 64).between(4, 16).direct(), new Convolution(16, 4, 1).gain(0.1));
        Model model = new Normalized(new PostProcessing(new Folded(network, 2)), 0.99);
        return new Recipe(
                "unet-ct",
                "A U-Net that corrects filtered back-projections of slices from 60 views with 20,000 photons.",
                "simulated measurements of 80 slices of a chest (LIDC-IDRI-0314, CC BY 3.0), of which the last tenth is for"
                        + " validation; tested on a head and an abdomen of other subjects",
                "K. H. Jin, M. T. McCann, E. Froustey, M. Unser, \"Deep convolutional neural network for inverse"
                        + " problems in imaging\", IEEE Trans. Image Process. 26 (2017)",
                model,
                () -> Bundle.fit(beam().projector(), beam().projector().norm()),
                new Card.Noise("photons of a detector cell without object", PHOTONS, PHOTONS),
                Source.of(
                        CHEST,
                        // The floor is a PSNR of 70 dB at the range of water.
                        (seed, data) ->
                                new Supervised(model, chest(seed, data), Loss.logarithmic(1e-7 * WATER * WATER), null)),
                Muon.standard(),
                Schedule.cosine(0.02, 0.02, 0),
                4000,
                1,
                1,
                0.998,
                250);
    }

    static CtPairs chest(long seed, Path data) throws IOException {
        Slices slices = attenuation(Slices.read(data.resolve(CT)).of(SliceRecipes::learned));
        Slices test = attenuation(Slices.read(data.resolve(CT_TEST)));
        return new CtPairs(
                slices.part(0, TRAINED),
                slices.part(VALIDATED, 1),
                test,
                beam(),
                new PoissonTransmission(PHOTONS),
                seed);
    }

    static Slices attenuation(Slices stored) {
        Hounsfield scale = new Hounsfield(WATER);
        double slope = scale.toAttenuation(1) - scale.toAttenuation(0);
        return stored.affine(slope, scale.toAttenuation(-OFFSET)).clipped(0);
    }

    private static Recipe dncnn() {
        Denoising model = new Denoising(new DnCnn(1, 1, 8, 40), HIGHEST);
        return denoiser(
                "dncnn",
                "A denoiser of 8 convolutions for white Gaussian noise up to 50/255 of the image's range.",
                "K. Zhang, W. Zuo, Y. Chen, D. Meng, L. Zhang, \"Beyond a Gaussian denoiser\", IEEE Trans. Image"
                        + " Process. 26 (2017)",
                model,
                images -> images,
                6000);
    }

    /** Its network has continuous slopes and works at half the resolution, for each step differentiates it three times. */
    private static Recipe gradientStep() {
        Network network = new Folded(
                Sequence.of(
                        new Convolution(8, 40, 3),
                        new Silu(),
                        new Convolution(40, 40, 3),
                        new Silu(),
                        new Convolution(40, 40, 3),
                        new Silu(),
                        new Convolution(40, 40, 3),
                        new Silu(),
                        new Convolution(40, 4, 3).gain(0.1)),
                2);
        GradientStepDenoising model = new GradientStepDenoising(network, HIGHEST);
        return denoiser(
                "gradient-step",
                "A denoiser that is a gradient step on a potential, for white Gaussian noise up to 50/255 of the image's"
                        + " range.",
                "S. Hurault, A. Leclaire, N. Papadakis, \"Proximal denoiser for convergent plug-and-play optimization with"
                        + " nonconvex regularization\", ICML (2022)",
                model,
                images -> new GradientStepTraining(images, model, 0.1, 8, 4),
                2000);
    }

    private static Recipe denoiser(
            String name,
            String summary,
            String reference,
            DenoisingModel model,
            Function<DenoiserTraining, Objective> objective,
            int steps) {
        return new Recipe(
                name,
                summary,
                "three photographs and micrographs, slices of a CT and 28 MRI subjects, with noise drawn anew; tested on other"
                        + " subjects and another photograph",
                reference,
                model,
                () -> new Card.Fit(Bundle.IDENTITY, null, null),
                new Card.Noise("standard deviation over the range of the image", 0, HIGHEST),
                Source.of(files(), (seed, data) -> {
                    Kinds kinds = Kinds.read(data);
                    Map<String, Slices> test = new LinkedHashMap<>();
                    test.put("photograph", Slices.image(data.resolve(PHOTO_TEST)));
                    test.put("CT", grey(Slices.read(data.resolve(CT_TEST))));
                    test.put("MRI", Slices.read(data.resolve(MRI_TEST)).affine(1 / 65535.0, 0));
                    return objective.apply(new DenoiserTraining(
                            model, kinds.training, kinds.validation, test, 48, Loss.logarithmic(1e-7), seed));
                }),
                Muon.standard(),
                Schedule.cosine(0.02, 0.02, 0),
                steps,
                9,
                1,
                0.998,
                300);
    }

    /**
     * Photographs and slices.
     *
     * @param training three photographs, and twice the slices of either kind
     * @param validation slices of other subjects
     */
    private record Kinds(List<Slices> training, List<Slices> validation) {
        static Kinds read(Path data) throws IOException {
            Slices ct = grey(Slices.read(data.resolve(CT)).of(SliceRecipes::learned));
            Slices mri = Slices.read(data.resolve(MRI)).affine(1 / 255.0, 0);
            List<Slices> training = new ArrayList<>();
            for (String photo : PHOTOS) {
                training.add(Slices.image(data.resolve(photo)));
            }
            for (int i = 0; i < 2; i++) {
                training.add(ct.part(0, TRAINED));
                training.add(mri.of(SliceRecipes::learned));
            }
            return new Kinds(
                    training,
                    List.of(
                            ct.part(VALIDATED, 1).thinned(3),
                            mri.of(SliceRecipes::leftOut).thinned(3)));
        }
    }

    private static Recipe patches() {
        PatchMixture model = new PatchMixture(8, 64);
        List<String> files = new ArrayList<>(List.of(CT, MRI));
        files.addAll(PHOTOS);
        return new Recipe(
                "epll-patches",
                "Mixture of 64 Gaussians for patches of 8 x 8 pixels.",
                "three photographs and micrographs, slices of a CT and 28 MRI subjects",
                "D. Zoran, Y. Weiss, \"From learning models of natural image patches to whole image restoration\", ICCV"
                        + " (2011)",
                model,
                () -> new Card.Fit(Bundle.IMAGES, null, null),
                null,
                Source.of(files, (seed, data) -> {
                    Kinds kinds = Kinds.read(data);
                    return new PatchMixtureTraining(model, kinds.training, kinds.validation, 1 / 255.0, seed);
                }),
                new PlainDescent(),
                Schedule.cosine(0.2, 0, 0.05),
                150,
                2000,
                Double.POSITIVE_INFINITY,
                0,
                50);
    }

    private static List<String> files() {
        List<String> files = new ArrayList<>(List.of(CT, CT_TEST, MRI, MRI_TEST, PHOTO_TEST));
        files.addAll(PHOTOS);
        return List.copyOf(files);
    }

    /** From -1024 to 1024 HU. */
    private static Slices grey(Slices stored) {
        return stored.affine(1 / (2 * OFFSET), 0);
    }

    static boolean learned(String subject) {
        return !SHOWN.contains(subject) && !leftOut(subject);
    }

    /** Subjects of MRI that are for validation. */
    static boolean leftOut(String subject) {
        return subject.startsWith("E (") || subject.startsWith("J36 ");
    }
}
