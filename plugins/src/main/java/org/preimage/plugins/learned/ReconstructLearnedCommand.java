package org.preimage.plugins.learned;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.ct.ReconstructionCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Learned &gt; Learned CT Reconstruction... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Learned>Learned CT Reconstruction...",
        description =
                "Reconstructs slices from sinograms by trained networks, or by networks that are fitted to the data")
public final class ReconstructLearnedCommand extends ReconstructionCommand {
    @Parameter(
            label = "Method",
            choices = {
                "learned-primal-dual",
                "learned-gradient-descent",
                "post-processing",
                "bayesian-gradient-descent",
                "modl",
                "variational-network",
                "learned-ista",
                "deep-equilibrium",
                "deep-image-prior",
                "deep-image-prior-laplace",
                "adversarial-regulariser",
                "convex-adversarial-regulariser",
                "unrolled-adversarial",
                "pnp-gradient-step",
                "generative-prior",
                "epll",
                "ccdf",
                "diffpir",
                "diffusion-posterior-sampling",
                "annealed-langevin",
                "pnp-dncnn",
                "red-dncnn"
            },
            description =
                    "learned-primal-dual for scans as it was trained on, deep-image-prior for any, ccdf for means of samples")
    private String method = "learned-primal-dual";

    @Parameter(label = MethodSettings.MODEL_LABEL, description = MethodSettings.MODEL_HELP)
    private String model = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "Learned CT Reconstruction";
    }

    @Override
    protected Method method() {
        return Methods.named(LearnedMethods.all(), method);
    }

    @Override
    protected Map<String, String> settings() {
        return MethodSettings.trained(method(), model, settings);
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected Arrays arrays() {
        return new Arrays(400, 50);
    }
}
