package org.preimage.plugins.uncertainty;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.ct.ReconstructionCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Uncertainty &gt; CT Mean and Standard Deviation... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Uncertainty>CT Mean and Standard Deviation...",
        description =
                "Reconstructs slices with a map of where not to trust them: mean and standard deviation as two channels")
public final class ReconstructUncertainCommand extends ReconstructionCommand {
    @Parameter(
            label = "Method",
            choices = {
                "ccdf",
                "diffpir",
                "diffusion-posterior-sampling",
                "annealed-langevin",
                "bayesian-gradient-descent",
                "deep-image-prior-laplace"
            },
            description =
                    "ccdf draws images from a diffusion model, bayesian-gradient-descent from networks with random weights, deep-image-prior-laplace needs no training and takes minutes")
    private String method = "ccdf";

    @Parameter(label = MethodSettings.MODEL_LABEL, description = MethodSettings.MODEL_HELP)
    private String model = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "CT Mean and Standard Deviation";
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

    @Override
    protected boolean uncertain() {
        return true;
    }
}
