package org.preimage.plugins.uncertainty;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.mri.KSpaceImageCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Uncertainty &gt; MRI Mean and Standard Deviation... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Uncertainty>MRI Mean and Standard Deviation...",
        description =
                "Reconstructs slices from an image of raw k-space with a map of where not to trust them: the magnitude of"
                        + " the mean and the standard deviation of the complex numbers as two channels")
public final class ReconstructUncertainMriCommand extends KSpaceImageCommand {
    @Parameter(
            label = "Method",
            choices = {"ccdf", "diffpir", "diffusion-posterior-sampling", "annealed-langevin"},
            description = "Images are drawn from a diffusion model; ccdf needs the fewest calls of the network")
    private String method = "ccdf";

    @Parameter(label = MethodSettings.MODEL_LABEL, description = MethodSettings.MODEL_HELP)
    private String model = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Override
    protected String name() {
        return "MRI Mean and Standard Deviation";
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
    protected boolean uncertain() {
        return true;
    }
}
