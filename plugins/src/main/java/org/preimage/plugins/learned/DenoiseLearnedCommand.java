package org.preimage.plugins.learned;

import java.util.Map;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.Planes;
import org.preimage.plugins.restoration.RestorationCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Learned &gt; Learned Denoising... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Learned>Learned Denoising...",
        description = "Removes noise by trained networks, or by networks that are fitted to the image")
public final class DenoiseLearnedCommand extends RestorationCommand {
    @Parameter(
            label = "Method",
            choices = {
                "pnp-gradient-step",
                "pnp-dncnn",
                "red-dncnn",
                "noise2self",
                "epll",
                "deep-image-prior",
                "adversarial-regulariser",
                "convex-adversarial-regulariser",
                "ccdf",
                "diffpir"
            },
            description = "pnp-gradient-step for any image, noise2self for a model of Train on My Stack...,"
                    + " deep-image-prior needs no training and takes minutes")
    private String method = "pnp-gradient-step";

    @Parameter(label = MethodSettings.MODEL_LABEL, description = MethodSettings.MODEL_HELP)
    private String model = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "Learned Denoising";
    }

    @Override
    protected Method method() {
        return Methods.named(LearnedMethods.learned(), method);
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
    protected int arrays() {
        return 400;
    }

    @Override
    protected LinearOperator operator(Planes input, Space space, Map<String, String> facts) {
        return new Identity(space);
    }
}
