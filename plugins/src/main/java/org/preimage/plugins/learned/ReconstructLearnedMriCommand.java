package org.preimage.plugins.learned;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.mri.KSpaceImageCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Learned &gt; Learned MRI Reconstruction... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Learned>Learned MRI Reconstruction...",
        description =
                "Reconstructs slices from an image of raw k-space by trained networks, or by networks that are fitted to the"
                        + " data")
public final class ReconstructLearnedMriCommand extends KSpaceImageCommand {
    @Parameter(
            label = "Method",
            choices = {
                "modl",
                "variational-network",
                "learned-ista",
                "deep-equilibrium",
                "deep-image-prior",
                "adversarial-regulariser",
                "convex-adversarial-regulariser",
                "pnp-gradient-step",
                "ccdf",
                "diffpir",
                "diffusion-posterior-sampling",
                "annealed-langevin",
                "pnp-dncnn",
                "red-dncnn"
            },
            description =
                    "modl for brains of few lines, deep-image-prior for any, ccdf for means of samples; variational-network,"
                            + " learned-ista and deep-equilibrium take a model of one's own")
    private String method = "modl";

    @Parameter(label = MethodSettings.MODEL_LABEL, description = MethodSettings.MODEL_HELP)
    private String model = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Override
    protected String name() {
        return "Learned MRI Reconstruction";
    }

    @Override
    protected Method method() {
        return Methods.named(LearnedMethods.learned(), method);
    }

    @Override
    protected Map<String, String> settings() {
        return MethodSettings.trained(method(), model, settings);
    }
}
