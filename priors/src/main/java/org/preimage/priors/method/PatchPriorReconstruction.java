package org.preimage.priors.method;

import java.util.List;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.generative.PatchDenoiser;
import org.preimage.priors.model.PatchMixture;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.ImageDenoiser;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.PlugAndPlay;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Listener;

/**
 * Least squares with the expected patch log likelihood, min |A x - y|<sup>2</sup> / (2 s<sup>2</sup>) - w / D sum log p(P_i x) over all
 * patches P_i x of D values, by half-quadratic splitting: {@link PlugAndPlay} with {@link PatchDenoiser}. Division by D counts each
 * pixel once, though it lies in D patches.
 */
final class PatchPriorReconstruction implements Reconstructor {
    private static final String REFERENCE =
            "Zoran and Weiss 2011, From learning models of natural image patches to whole image" + " restoration, ICCV";

    /** The entry in the list of methods. */
    static final Method METHOD = new Method(
            "epll",
            "Least squares with the expected patch log likelihood: a mixture of Gaussians for all patches, images of any size.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    BundleChoice.PARAMETER,
                    Parameter.auto(
                            "sigma",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "image unit",
                            "Noise that the last iteration takes out of patches; auto takes the data's over the operator's"
                                    + " norm."),
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "",
                            "Weight of the patches against the data's likelihood; auto is that of the noise level."),
                    Parameter.integer("iterations", 8, 1, 10_000_000, "Iterations, from strong to gentle."),
                    Parameter.choice("device", ComputeDevice.NAMES, "Where patches are computed."),
                    SavedDescent.STATE),
            REFERENCE,
            PatchPriorReconstruction::new);

    private final Settings settings;

    private PatchPriorReconstruction(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Bundle bundle = new BundleChoice(METHOD.name(), PatchMixture.class, settings.text("bundle")).of(problem);
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        bundle.linear(problem.forward());
        ImageDenoiser patches = new ImageDenoiser(
                METHOD.name(),
                "a mixture of Gaussians for patches",
                REFERENCE,
                space -> new PatchDenoiser(space, bundle, device));
        return new PlugAndPlay(
                        METHOD,
                        patches,
                        PlugAndPlay.HALF_QUADRATIC,
                        settings.numberOrAuto("sigma"),
                        settings.numberOrAuto("weight"),
                        WeightRule.NOISE,
                        settings.integer("iterations"),
                        0,
                        false,
                        SavedDescent.file(settings))
                .reconstruct(problem, listeners);
    }
}
