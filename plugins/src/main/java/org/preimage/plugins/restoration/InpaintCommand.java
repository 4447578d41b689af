package org.preimage.plugins.restoration;

import ij.ImagePlus;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.Planes;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Deconvolution and Restoration &gt; Inpaint... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Deconvolution and Restoration>Inpaint Missing Pixels...",
        description = "Fills in pixels that are missing, as a mask says")
public final class InpaintCommand extends RestorationCommand {
    @Parameter(
            label = "Mask (0 = missing)",
            persist = false,
            description =
                    "An image of the same size: pixels that are 0 in it are filled in, the others are taken as measured")
    private ImagePlus mask;

    @Parameter(
            label = "Method",
            choices = {
                "tv",
                "tgv",
                "hessian-schatten",
                "tikhonov",
                "l1-wavelet",
                "l1-shearlet",
                "pnp-bm3d",
                "pnp-dncnn",
                "pnp-gradient-step",
                "deep-image-prior"
            },
            description =
                    "tv for pieces of even values, tgv and hessian-schatten for smooth ones, pnp-bm3d for textures; the last three need"
                            + " PyTorch")
    private String method = "tv";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "Inpaint Missing Pixels";
    }

    @Override
    protected Method method() {
        return Methods.named(LearnedMethods.all(), method);
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
        Planes given = new Planes("Mask", mask);
        if (given.width() != input.width() || given.height() != input.height()) {
            throw new IllegalArgumentException("mask is " + given.width() + " x " + given.height()
                    + ", but must be as large as the image, " + input.width() + " x " + input.height());
        }
        Image values = given.read(0, plane);
        Mask kept = Mask.nonZero(values);
        int missing = plane.length() - kept.count();
        if (kept.count() == 0) {
            throw new IllegalArgumentException("mask is 0 everywhere, but must keep some pixels");
        }
        facts.put("Mask", given.title() + ", " + missing + " of " + plane.length() + " pixels missing");
        return kept;
    }
}
