package org.preimage.plugins.simulate;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.plugins.PointSpreadImage;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Simulate &gt; Simulate Blur... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Simulate>Simulate Blur...",
        description = "Blurs planes as a lens does, with noise if wanted")
public final class BlurCommand extends PlanewiseCommand {
    @Parameter(label = "Image", persist = false, description = "What is seen")
    private ImagePlus image;

    @Parameter(label = "Point spread function", persist = false, description = "An image of a point")
    private ImagePlus psf;

    @Parameter(
            label = "Noise (none, gaussian:5%, counts:1, ...)",
            description =
                    "gaussian:SD in units of the image, gaussian:P% of its mean, counts:G for photons at G counts per unit")
    private String noise = "none";

    @Parameter(label = "Seed of the noise", description = "The same seed gives the same noise")
    private long seed = 1;

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Parameter(type = ItemIO.OUTPUT, label = "Blurred")
    private ImagePlus blurred;

    @Override
    protected String name() {
        return "Simulate Blur";
    }

    @Override
    protected Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected Plan plan(Planes input) {
        SliceNoise random = SliceNoise.parse(noise, seed);
        Space plane = Space.image(input.width(), input.height(), 1);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        Blur blur = new Blur(plane, PointSpreadImage.of(psf, plane, facts), Boundary.REFLECTING);
        facts.put("Noise", noise.strip());
        if (random.model() != null) {
            facts.put("Seed", Long.toString(seed));
        }
        return new Plan(
                input.title() + "-blurred",
                plane,
                plane.size(0),
                plane.size(1),
                input.calibration(),
                4L * plane.length() * 8,
                facts,
                (i, data, listener) -> {
                    float[] values = blur.apply(data.data());
                    random.add(i, values);
                    return new Plan.Result(values, Map.of());
                });
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected void deliver(ImagePlus result) {
        blurred = result;
    }
}
