package org.preimage.plugins.mri;

import ij.ImagePlus;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.plugins.Planes;
import org.scijava.plugin.Parameter;

/** The same for raw k-space that {@link OpenKSpaceCommand} has opened as an image. */
public abstract class KSpaceImageCommand extends KSpaceReconstructionCommand {
    @Parameter(
            label = "K-space",
            persist = false,
            description =
                    "Real and imaginary part of all coils, opened by MRI Open Raw K-Space... so that the geometry is known")
    private ImagePlus kspace;

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
    protected final KSpaceFile open() {
        return new KSpaceFromImage(planes());
    }

    @Override
    protected final String title() {
        return planes().title().replaceFirst("-kspace$", "");
    }

    private Planes planes() {
        return new Planes("K-space", kspace);
    }

    @Override
    protected final String slice() {
        return slice;
    }

    @Override
    protected final String coils() {
        return coils;
    }

    @Override
    protected final int virtual() {
        return virtual;
    }

    @Override
    protected final boolean phase() {
        return phase;
    }
}
