package org.preimage.plugins.simulate;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Simulate &gt; Make Phantom... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Simulate>Make Phantom...",
        description = "Makes an object whose truth is known, to try methods on")
public final class PhantomCommand extends ImageCommand {
    /** Rays of each pixel along an axis, over which values are averaged. */
    private static final int FINE = 8;

    private static final int LARGEST = 16_384;

    @Parameter(
            label = "Phantom",
            choices = {"shepp-logan", "shepp-logan-original", "ellipses", "discs"},
            description =
                    "shepp-logan has the contrasts of Toft, the original those of a head; ellipses are drawn at random")
    private String phantom = "shepp-logan";

    @Parameter(label = "Size (pixels)", min = "8")
    private int size = 256;

    @Parameter(label = "Pixel (mm)", description = "Side of a pixel")
    private double pixel = 1;

    @Parameter(label = "Slices", min = "1", description = "Of random ellipses, each with others")
    private int slices = 1;

    @Parameter(label = "Seed of random ellipses", min = "0")
    private long seed = 1;

    @Parameter(type = ItemIO.OUTPUT, label = "Phantom")
    private ImagePlus image;

    @Override
    protected String name() {
        return "Make Phantom";
    }

    @Override
    protected ImagePlus make() {
        if (size < 8 || size > LARGEST || slices < 1) {
            throw new IllegalArgumentException("size is " + size + " and slices are " + slices
                    + ", but must be from 8 to " + LARGEST + " pixels and at least one slice");
        }
        if (!(pixel > 0) || Double.isInfinite(pixel)) {
            throw new IllegalArgumentException("pixel is " + pixel + " mm, but must be positive");
        }
        Space space = Space.image(size, size, pixel);
        ImageStack stack = new ImageStack(size, size);
        try (Job job = job(slices)) {
            for (int i = 0; i < slices; i++) {
                if (!job.begin(i)) {
                    job.end(name() + ": cancelled, nothing is kept");
                    cancel(null);
                    return null;
                }
                stack.addSlice(phantom, slice(space, i).data());
            }
            ImagePlus made = new ImagePlus(phantom, stack);
            Calibration calibration = made.getCalibration();
            calibration.pixelWidth = pixel;
            calibration.pixelHeight = pixel;
            calibration.setUnit("mm");
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("Phantom", phantom);
            if (phantom.equals("ellipses")) {
                facts.put("Seed", Long.toString(seed));
            }
            facts(made, facts);
            made.resetDisplayRange();
            job.end(name() + ": done");
            return made;
        }
    }

    private Image slice(Space space, int number) {
        double field = size * pixel;
        return switch (phantom) {
            case "shepp-logan" -> SheppLogan.modified(field).render(space, FINE);
            case "shepp-logan-original" -> SheppLogan.original(field).render(space, FINE);
            case "discs" -> Discs.inserts(field).render(space, FINE);
            case "ellipses" ->
                RandomEllipses.dival(field)
                        .sample(
                                RandomGeneratorFactory.of("L64X128MixRandom").create(1_000_003 * seed + number),
                                space,
                                FINE);
            default ->
                throw new IllegalArgumentException("phantom is \"" + phantom
                        + "\", but must be shepp-logan, shepp-logan-original, ellipses or discs");
        };
    }

    @Override
    protected void deliver(ImagePlus result) {
        image = result;
    }
}
