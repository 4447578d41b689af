package org.preimage.plugins.mri;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; MRI &gt; MRI Reconstruct... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>MRI>MRI Reconstruct...",
        description = "Reconstructs images from an image of raw k-space, as MRI Open Raw K-Space... makes it")
public final class ReconstructKSpaceImageCommand extends KSpaceImageCommand {
    @Parameter(
            label = "Method",
            choices = {
                "sense",
                "zero-filled",
                "gridding",
                "grappa",
                "pocs",
                "homodyne",
                "l1-wavelet",
                "tv",
                "tgv",
                "low-rank-plus-sparse",
                "cgls"
            },
            description =
                    "sense for a plain image, l1-wavelet or tv for few lines, grappa for regular ones, gridding for a quick look"
                            + " off the grid")
    private String method = "sense";

    @Parameter(label = MethodSettings.WEIGHT_LABEL, description = MethodSettings.WEIGHT_HELP)
    private String weight = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Override
    protected String name() {
        return "MRI Reconstruct";
    }

    @Override
    protected Method method() {
        return Methods.named(Methods.classical(), method);
    }

    @Override
    protected Map<String, String> settings() {
        return MethodSettings.of(method(), weight, settings);
    }
}
