package org.preimage.plugins.restoration;

import java.util.Map;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Deconvolution and Restoration &gt; Denoise... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Deconvolution and Restoration>Denoise Image...",
        description = "Removes noise; how strong it is, is estimated from each plane")
public final class DenoiseCommand extends RestorationCommand {
    @Parameter(
            label = "Method",
            choices = {
                "bm3d",
                "nlm",
                "wavelet-shrinkage",
                "tv",
                "tgv",
                "tikhonov",
                "hessian-schatten",
                "l1-wavelet",
                "l1-shearlet"
            },
            description = "bm3d keeps most; tv and tgv make pieces of even or evenly changing values")
    private String method = "bm3d";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "Denoise Image";
    }

    @Override
    protected Method method() {
        return Methods.named(Methods.classical(), method);
    }

    @Override
    protected Map<String, String> settings() {
        return MethodSettings.parse(settings);
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected LinearOperator operator(Planes input, Space plane, Map<String, String> facts) {
        return new Identity(plane);
    }
}
