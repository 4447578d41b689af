package org.preimage.plugins.restoration;

import ij.ImagePlus;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PointSpreadImage;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Deconvolution and Restoration &gt; Deconvolve... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Deconvolution and Restoration>Deconvolve Image...",
        description =
                "Undoes a blur whose point spread function is an image, measured or made by Point Spread Function...")
public final class DeconvolveCommand extends RestorationCommand {
    @Parameter(
            label = "Point spread function",
            persist = false,
            description =
                    "An image of a point: the brightest pixel becomes its middle, and the median of its border is subtracted")
    private ImagePlus psf;

    @Parameter(
            label = "Method",
            choices = {
                "richardson-lucy",
                "richardson-lucy-tv",
                "wiener",
                "tikhonov-miller",
                "ictm",
                "tv",
                "tgv",
                "hessian-schatten",
                "pnp-bm3d",
                "pnp-dncnn",
                "pnp-gradient-step",
                "deep-image-prior"
            },
            description =
                    "richardson-lucy for counts of photons, tv and pnp-bm3d for even noise, wiener for a quick look;"
                            + " the last three need PyTorch")
    private String method = "tv";

    @Parameter(label = MethodSettings.MORE_LABEL, required = false, description = MethodSettings.MORE_HELP)
    private String settings = "";

    @Parameter(
            label = "Beyond the edges",
            choices = {"zero", "reflecting", "periodic"},
            description =
                    "What the image is taken to be outside; zero reconstructs a border that is cut off afterwards")
    private String edges = "reflecting";

    @Parameter(
            label = "Stack is a volume",
            description = "All slices are deconvolved together, by a point spread function that is a stack as well")
    private boolean volume = false;

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Override
    protected String name() {
        return "Deconvolve Image";
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
    protected boolean volume() {
        return volume;
    }

    @Override
    protected LinearOperator operator(Planes input, Space space, Map<String, String> facts) {
        Image kernel = volume ? PointSpreadImage.ofVolume(psf, space, facts) : PointSpreadImage.of(psf, space, facts);
        facts.put("Beyond the edges", edges);
        return new Blur(space, kernel, Boundary.of(edges));
    }
}
