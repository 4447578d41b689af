package org.preimage.plugins.mri;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; MRI &gt; MRI Open Raw K-Space... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>MRI>MRI Open Raw K-Space...",
        description =
                "Opens raw k-space as it was measured (ISMRMRD, .cfl or .npy) as a virtual stack of all coils and slices that"
                        + " knows its geometry, which MRI Reconstruct... takes")
public final class OpenKSpaceCommand extends ImageCommand {
    /** Share of the magnitudes below the end of the display range, as the middle of k-space outshines all else. */
    private static final double SHOWN = 0.99;

    @Parameter(label = "Raw data", style = "open", persist = false)
    private File data;

    @Parameter(
            label = "Values",
            choices = {"real and imaginary", "magnitude and phase", "log magnitude"},
            description =
                    "MRI Reconstruct... takes real and imaginary, the others are for looking; log magnitude is the"
                            + " logarithm to base 10 of magnitudes over the largest")
    private String values = "real and imaginary";

    @Parameter(type = ItemIO.OUTPUT, label = "K-space")
    private ImagePlus kspace;

    @Override
    protected String name() {
        return "MRI Open Raw K-Space";
    }

    @Override
    protected ImagePlus make() {
        if (data == null) {
            throw new IllegalArgumentException("raw data is missing: choose a file");
        }
        KSpaceStack.Values shown = KSpaceStack.Values.named(values);
        try (Job job = job(1)) {
            job.begin(0);
            try (KSpaceFile open = KSpaceFiles.open(data.toPath())) {
                ImagePlus made = opened(open, shown);
                job.end(name() + ": " + made.getNFrames() + " coils, " + made.getNSlices() + " slices");
                return made;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ImagePlus opened(KSpaceFile open, KSpaceStack.Values shown) throws IOException {
        KSpaceGeometry geometry = KSpaceGeometry.of(open);
        KSpaceStack stack = new KSpaceStack(open, geometry, shown);
        String title = data.getName().replaceFirst("\\.[A-Za-z0-9]+$", "") + "-kspace";
        ImagePlus image = new ImagePlus(title, stack);
        int channels = shown.channels.length;
        image.setDimensions(channels, geometry.slices() * geometry.depth(), geometry.coils());
        image.setOpenAsHyperStack(true);
        if (channels > 1) {
            image = new CompositeImage(image, CompositeImage.GRAYSCALE);
        }
        geometry.attach(image);
        image.setProp(KSpaceFromImage.VALUES, shown.words);
        facts(image, facts(open, geometry, shown));
        for (int c = channels; c >= 1; c--) {
            image.setPosition(c, image.getNSlices() / 2 + 1, 1);
            range(image, shown, c);
        }
        return image;
    }

    private static Map<String, String> facts(KSpaceFile open, KSpaceGeometry geometry, KSpaceStack.Values shown) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", open.path().toString());
        facts.put("Format", open.format());
        facts.put("Values", shown.words);
        facts.put("Coils", Integer.toString(geometry.coils()));
        facts.put(
                "Image",
                geometry.image().isEmpty()
                        ? "unknown, as the file does not tell its size"
                        : geometry.image().get() + ", "
                                + (geometry.millimetres()
                                        ? "pixels of " + geometry.image().get().spacing(0) + " mm"
                                        : "pixels of unknown size"));
        facts.put("Sampling", geometry.cartesian() ? "on a grid" : "along a trajectory");
        facts.put("Oversampling", Double.toString(geometry.oversampling()));
        if (geometry.noise() || geometry.calibration()) {
            facts.put(
                    "Read from the file when reconstructed",
                    (geometry.noise() ? "noise scan" : "")
                            + (geometry.noise() && geometry.calibration() ? " and " : "")
                            + (geometry.calibration() ? "lines for calibration" : ""));
        }
        open.facts().forEach((key, value) -> facts.put("File, " + key, value));
        return facts;
    }

    private static void range(ImagePlus image, KSpaceStack.Values shown, int channel) {
        if (shown == KSpaceStack.Values.LOG_MAGNITUDE) {
            image.setDisplayRange(Math.log10(KSpaceStack.Values.FLOOR) * 2 / 3, 0);
            return;
        }
        if (shown == KSpaceStack.Values.MAGNITUDE_AND_PHASE && channel == 2) {
            image.setDisplayRange(-Math.PI, Math.PI);
            return;
        }
        ImageProcessor middle = image.getStack().getProcessor(image.getCurrentSlice());
        float[] magnitudes = ((float[]) middle.getPixelsCopy());
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        Arrays.sort(magnitudes);
        double end = Math.max(magnitudes[(int) (SHOWN * (magnitudes.length - 1))], Float.MIN_NORMAL);
        image.setDisplayRange(shown == KSpaceStack.Values.MAGNITUDE_AND_PHASE ? 0 : -end, end);
    }

    @Override
    protected void deliver(ImagePlus result) {
        kspace = result;
    }
}
