package org.preimage.plugins.ct;

import java.util.Map;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.method.Method;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Filtered Backprojection... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Filtered Backprojection...",
        description = "Reconstructs slices from parallel-beam sinograms by filtered back-projection")
public final class FilteredBackprojectionCommand extends ReconstructionCommand {
    @Parameter(
            label = "Window",
            choices = {"ram-lak", "shepp-logan", "cosine", "hamming", "hann"},
            description = "Damps noise at high frequencies: ram-lak is sharpest, hann smoothest")
    private String window = "ram-lak";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "CT Filtered Backprojection";
    }

    @Override
    protected Method method() {
        return FilteredBackprojection.METHOD;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("window", window);
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected Arrays arrays() {
        return new Arrays(2, 4);
    }
}
