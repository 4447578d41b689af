package org.preimage.plugins.mri;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.plugins.MethodSettings;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; MRI &gt; MRI Reconstruct Raw Data... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>MRI>MRI Reconstruct Raw Data...",
        description = "Reconstructs images from raw k-space of one or more coils: ISMRMRD, .cfl or .npy")
public final class ReconstructKSpaceCommand extends KSpaceReconstructionCommand {
    @Parameter(label = "Raw data", style = "open", persist = false)
    private File data;

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

    @Parameter(label = SLICE, persist = false, description = SLICE_HELP)
    private String slice = "all";

    @Parameter(
            label = COILS,
            choices = {"espirit", "adaptive", "none"},
            description = COILS_HELP)
    private String coils = "espirit";

    @Parameter(label = VIRTUAL, min = "0", description = VIRTUAL_HELP)
    private int virtual = 0;

    @Parameter(label = PHASE, description = PHASE_HELP)
    private boolean phase = false;

    @Override
    protected String name() {
        return "MRI Reconstruct Raw Data";
    }

    @Override
    protected KSpaceFile open() throws IOException {
        if (data == null) {
            throw new IllegalArgumentException("raw data is missing: choose a file");
        }
        return KSpaceFiles.open(data.toPath());
    }

    @Override
    protected String title() {
        return data.getName().replaceFirst("\\.[A-Za-z0-9]+$", "");
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
    protected String slice() {
        return slice;
    }

    @Override
    protected String coils() {
        return coils;
    }

    @Override
    protected int virtual() {
        return virtual;
    }

    @Override
    protected boolean phase() {
        return phase;
    }
}
