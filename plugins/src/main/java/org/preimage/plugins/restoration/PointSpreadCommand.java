package org.preimage.plugins.restoration;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.blur.BornWolf;
import org.preimage.operators.blur.DiscSpread;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.blur.MotionSpread;
import org.preimage.operators.blur.PointSpread;
import org.preimage.operators.blur.UniformSpread;
import org.preimage.operators.space.Image;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Deconvolution and Restoration &gt; Point Spread Function... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Deconvolution and Restoration>Point Spread Function...",
        description = "Makes a point spread function of a model, for Deconvolve Image...")
public final class PointSpreadCommand extends ImageCommand {
    private static final double MM_PER_NM = 1e-6;

    @Parameter(
            label = "Model",
            choices = {"gaussian", "disc", "uniform", "motion", "born-wolf"},
            description = "born-wolf is a wide-field microscope without aberrations, the others are in pixels")
    private String model = "gaussian";

    @Parameter(
            label = "Width (pixels)",
            description =
                    "Standard deviation of a gaussian, radius of a disc, side of a uniform square, length of a motion")
    private double width = 2;

    @Parameter(label = "Angle of motion (degrees)")
    private double angle = 0;

    @Parameter(label = "Numerical aperture")
    private double aperture = 1.4;

    @Parameter(label = "Emission wavelength (nm)")
    private double wavelength = 520;

    @Parameter(label = "Refractive index")
    private double index = 1.515;

    @Parameter(label = "Pixel (nm)", description = "Of born-wolf")
    private double pixel = 65;

    @Parameter(label = "Size (pixels)", min = "1", description = "Of born-wolf: columns and rows")
    private int size = 33;

    @Parameter(
            label = "Slices (1 = a plane)",
            min = "1",
            description = "Of born-wolf, for stacks that are deconvolved as volumes; the middle one is in focus")
    private int slices = 1;

    @Parameter(label = "Distance of slices (nm)", description = "Of born-wolf")
    private double step = 200;

    @Parameter(type = ItemIO.OUTPUT, label = "Point spread function")
    private ImagePlus psf;

    @Override
    protected String name() {
        return "Point Spread Function";
    }

    @Override
    protected ImagePlus make() {
        boolean optics = model.equals("born-wolf");
        if (slices < 1 || slices > 1 && !optics) {
            throw new IllegalArgumentException("slices is " + slices
                    + ", but must be 1 or more for born-wolf, and 1 for the others, which are planes");
        }
        double spacing = optics ? positive("pixel", pixel) * MM_PER_NM : 1;
        try (Job job = job(1)) {
            job.begin(0);
            Image values = spread().sample(
                            slices == 1
                                    ? new double[] {spacing, spacing}
                                    : new double[] {spacing, spacing, positive("distance of slices", step) * MM_PER_NM
                                    });
            int columns = values.space().size(0);
            int rows = values.space().size(1);
            ImageStack stack = new ImageStack(columns, rows);
            for (int z = 0; z < slices; z++) {
                stack.addSlice(
                        slices == 1 ? model : model + ", slice " + (z - slices / 2),
                        Arrays.copyOfRange(values.data(), z * columns * rows, (z + 1) * columns * rows));
            }
            ImagePlus image = new ImagePlus("psf-" + model, stack);
            if (optics) {
                Calibration calibration = image.getCalibration();
                calibration.pixelWidth = pixel / 1000;
                calibration.pixelHeight = pixel / 1000;
                calibration.pixelDepth = slices == 1 ? 1 : step / 1000;
                calibration.setUnit("um");
            }
            facts(image, facts(optics));
            image.setSlice(slices / 2 + 1);
            image.resetDisplayRange();
            job.end(name() + ": done");
            return image;
        }
    }

    private PointSpread spread() {
        return switch (model) {
            case "gaussian" -> GaussianSpread.ofSamples(positive("width", width));
            case "disc" -> new DiscSpread(positive("width", width));
            case "uniform" -> new UniformSpread((int) Math.round(positive("width", width)));
            case "motion" -> new MotionSpread(positive("width", width), angle);
            case "born-wolf" ->
                new BornWolf(
                        positive("numerical aperture", aperture),
                        positive("emission wavelength", wavelength) * MM_PER_NM,
                        positive("refractive index", index),
                        slices == 1 ? new int[] {size, size} : new int[] {size, size, slices});
            default ->
                throw new IllegalArgumentException(
                        "model is \"" + model + "\", but must be gaussian, disc, uniform, motion or born-wolf");
        };
    }

    private Map<String, String> facts(boolean optics) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Model", model);
        if (optics) {
            facts.put(
                    "Optics",
                    String.format(
                            Locale.ROOT,
                            "aperture %s, wavelength %s nm, index %s, pixel %s nm%s",
                            aperture,
                            wavelength,
                            index,
                            pixel,
                            slices == 1 ? "" : ", slices " + step + " nm apart"));
        } else {
            facts.put("Width", width + " pixels");
            if (model.equals("motion")) {
                facts.put("Angle", angle + " degree");
            }
        }
        return facts;
    }

    private static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be positive");
        }
        return value;
    }

    @Override
    protected void deliver(ImagePlus result) {
        psf = result;
    }
}
