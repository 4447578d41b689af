package org.preimage.priors.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.preimage.operators.Operator;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.BlindSpot;
import org.preimage.priors.model.DeepEquilibrium;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.LearnedIsta;
import org.preimage.priors.model.LearnedPrimalDual;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Modl;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.model.VariationalNetwork;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.method.ImageDenoiser;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.PlugAndPlay;

/** The list of learned methods, beside the classical ones. To add a method, add its entry here. */
public final class LearnedMethods {
    private static final Parameter BUNDLE = BundleChoice.PARAMETER;

    private static final Parameter DEVICE = BundleChoice.DEVICE;

    private static final Parameter ENSEMBLE = Parameter.flag(
            "ensemble",
            false,
            "Mean over the reflections and quarter turns that the views share: up to 8 times the work for a little less"
                    + " error.");

    /** The denoiser that comes with the program. */
    static final ImageDenoiser DNCNN = new ImageDenoiser(
            "dncnn",
            "a trained convolutional denoiser",
            "Zhang, Zuo, Chen, Meng and Zhang 2017, Beyond a Gaussian denoiser, IEEE Trans. Image Process. 26",
            space -> new LearnedDenoiser(space, Bundle.shipped("dncnn"), ComputeDevice.named("auto")));

    private static final List<Method> TRAINED = List.of(
            unrolled(
                    "learned-primal-dual",
                    "Learned primal-dual: networks in image and data space, unrolled through the operator.",
                    LearnedPrimalDual.class,
                    "J. Adler, O. Oktem, IEEE Trans. Med. Imaging 37 (2018)",
                    "parallel-beam"),
            unrolled(
                    "learned-gradient-descent",
                    "Deep gradient descent: a few steps whose networks see image and gradient.",
                    LearnedGradientDescent.class,
                    "J. Adler, O. Oktem, Inverse Problems 33 (2017); A. Hauptmann et al., IEEE Trans. Med. Imaging 37 (2018)",
                    "parallel-beam"),
            unrolled(
                    "post-processing",
                    "A network that corrects a direct reconstruction, as filtered back-projection.",
                    PostProcessing.class,
                    "K. H. Jin et al., IEEE Trans. Image Process. 26 (2017)",
                    "parallel-beam"),
            new Method(
                    "bayesian-gradient-descent",
                    "Deep gradient descent with random weights: mean and standard deviation over draws of the weights.",
                    List.of("parallel-beam"),
                    List.of(
                            BUNDLE,
                            DEVICE,
                            Parameter.flag(
                                    "ensemble",
                                    true,
                                    "Each draw takes one of the reflections and quarter turns that the views share, too."),
                            Parameter.integer("samples", 100, 2, 100_000, "Draws of the weights."),
                            Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of the draws.")),
                    "R. Barbano, C. Zhang, S. Arridge, B. Jin, ICPR 2020",
                    settings -> new ChosenSampler(
                            new BundleChoice("bayesian-gradient-descent", BayesianModel.class, settings.text("bundle")),
                            settings.choice("device"),
                            settings.flag("ensemble"),
                            settings.integer("samples"),
                            settings.integer("seed"))),
            unrolled(
                    "noise2self",
                    "A network that has learned from noisy images alone to predict each pixel from others.",
                    BlindSpot.class,
                    "J. Batson, L. Royer, ICML 2019",
                    Bundle.IDENTITY),
            unrolled(
                    "modl",
                    "Model-based deep learning: a shared denoiser and consistency with the data in turn.",
                    Modl.class,
                    "H. K. Aggarwal, M. P. Mani, M. Jacob, IEEE Trans. Med. Imaging 38 (2019)",
                    Bundle.MRI,
                    "parallel-beam"),
            unrolled(
                    "variational-network",
                    "Variational network: gradient steps of learned length, each with a network of its own.",
                    VariationalNetwork.class,
                    "K. Hammernik et al., Magn. Reson. Med. 79 (2018)",
                    Bundle.MRI,
                    "parallel-beam"),
            unrolled(
                    "learned-ista",
                    "Learned ISTA: gradient steps and soft thresholds in learned frames.",
                    LearnedIsta.class,
                    "J. Zhang, B. Ghanem, CVPR 2018",
                    Bundle.MRI,
                    "parallel-beam"),
            unrolled(
                    "deep-equilibrium",
                    "Deep equilibrium: the fixed point of a learned gradient step.",
                    DeepEquilibrium.class,
                    "D. Gilton, G. Ongie, R. Willett, IEEE Trans. Comput. Imaging 7 (2021)",
                    Bundle.MRI,
                    "parallel-beam"));

    /** Plug-and-play is offered where its denoiser comes with the program. */
    private static final List<Method> LEARNED = Stream.of(
                    TRAINED.stream(),
                    Stream.of(
                            DeepImagePriorReconstruction.METHOD,
                            LaplaceDeepImagePrior.METHOD,
                            AdversarialRegularisation.AR,
                            AdversarialRegularisation.ACR,
                            AdversarialRegularisation.UAR,
                            GradientStepPlugAndPlay.METHOD,
                            GenerativePriorReconstruction.METHOD,
                            PatchPriorReconstruction.METHOD),
                    DiffusionReconstruction.METHODS.stream(),
                    Bundle.shipped().contains(DNCNN.name())
                            ? Stream.of(PlugAndPlay.method(DNCNN), PlugAndPlay.red(DNCNN))
                            : Stream.<Method>empty())
            .flatMap(methods -> methods)
            .toList();

    private LearnedMethods() {}

    /** The learned methods of this module. */
    public static List<Method> learned() {
        return LEARNED;
    }

    /** Classical and learned methods. */
    public static List<Method> all() {
        return Stream.concat(Methods.classical().stream(), LEARNED.stream()).toList();
    }

    /** The trained models that come with the program and fit an operator, each with the method that runs it. */
    public static Map<String, Method> trainedFor(Operator forward) {
        Map<String, Method> found = new LinkedHashMap<>();
        for (String name : Bundle.shipped()) {
            Bundle bundle = Bundle.shipped(name);
            LEARNED.stream()
                    .filter(m -> m.withDefaults() instanceof ChosenBundle chosen
                            && chosen.choice().isKind(bundle)
                            && bundle.fits(forward))
                    .findFirst()
                    .ifPresent(m -> found.put(name, m));
        }
        return found;
    }

    private static Method unrolled(
            String name, String summary, Class<? extends Model> model, String reference, String... operators) {
        return new Method(
                name,
                summary,
                List.of(operators),
                List.of(BUNDLE, DEVICE, ENSEMBLE),
                reference,
                settings -> new ChosenBundle(
                        new BundleChoice(name, model, settings.text("bundle")),
                        settings.choice("device"),
                        settings.flag("ensemble")));
    }
}
