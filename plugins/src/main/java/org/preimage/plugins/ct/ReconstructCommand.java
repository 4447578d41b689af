package org.preimage.plugins.ct;

import java.util.Map;
import org.preimage.plugins.MethodSettings;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Reconstruct... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Reconstruct...",
        description = "Reconstructs slices from sinograms by any of the classical methods")
public final class ReconstructCommand extends ReconstructionCommand {
    @Parameter(
            label = "Method",
            choices = {
                "fbp",
                "gridding-fbp",
                "sirt",
                "sart",
                "os-sart",
                "cgls",
                "landweber",
                "lsqr",
                "os-mltr",
                "tikhonov",
                "l1",
                "fista",
                "elastic-net",
                "tv",
                "tv-admm",
                "tgv",
                "hessian-schatten",
                "poisson-tv",
                "mlem",
                "osem",
                "l1-wavelet",
                "l1-shearlet",
                "pnp-bm3d",
                "pnp-nlm",
                "pnp-wavelet",
                "pnp-tv",
                "red-bm3d",
                "red-nlm",
                "red-wavelet",
                "red-tv"
            },
            description =
                    "Preimage > Help > List Methods tells of each; tv is a good first choice for few or noisy projections, fbp for"
                            + " many")
    private String method = "fbp";

    @Parameter(label = MethodSettings.WEIGHT_LABEL, description = MethodSettings.WEIGHT_HELP)
    private String weight = "auto";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "CT Reconstruct";
    }

    @Override
    protected Method method() {
        return Methods.named(Methods.classical(), method);
    }

    @Override
    protected Map<String, String> settings() {
        return MethodSettings.of(method(), weight, settings);
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected Arrays arrays() {
        return new Arrays(32, 16);
    }
}
