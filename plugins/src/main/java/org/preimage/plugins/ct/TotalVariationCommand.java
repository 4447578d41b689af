package org.preimage.plugins.ct;

import java.util.Map;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Total Variation Reconstruction... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Total Variation Reconstruction...",
        description = "Reconstructs slices from few or noisy parallel-beam projections by total variation")
public final class TotalVariationCommand extends ReconstructionCommand {
    @Parameter(
            label = "Weight (number, or auto)",
            description = "How much smoothness counts against the data; auto lets the residual match the noise"
                    + " estimated from each sinogram")
    private String weight = "auto";

    @Parameter(label = "Iterations (at most)", min = "1")
    private int iterations = 2000;

    @Parameter(label = "Non-negative", description = "Keeps all values of the result at or above 0")
    private boolean nonnegative = true;

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "CT Total Variation Reconstruction";
    }

    @Override
    protected Method method() {
        return Methods.named(Methods.classical(), "tv");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "weight", weight,
                "iterations", Integer.toString(iterations),
                "nonNegative", Boolean.toString(nonnegative));
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
