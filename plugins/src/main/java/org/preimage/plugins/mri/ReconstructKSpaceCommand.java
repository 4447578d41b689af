package org.preimage.plugins.mri;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.raw.KSpacePlan;
import org.preimage.operators.raw.RawKSpace;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.MethodSettings;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Status;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; MRI &gt; MRI Reconstruct Raw Data... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>MRI>MRI Reconstruct Raw Data...",
        description = "Reconstructs images from raw k-space of one or more coils: ISMRMRD, .cfl or .npy")
public final class ReconstructKSpaceCommand extends ImageCommand {
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

    @Parameter(
            label = "Weight (number, or auto)",
            description = "How much the prior counts against the data, of methods that have one")
    private String weight = "auto";

    @Parameter(
            label = "More settings (name=value, ...)",
            required = false,
            description = "Parameters of the method by their names, as iterations=50")
    private String settings = "";

    @Parameter(
            label = "Slice (1, 2, ... or all)",
            persist = false,
            description = "Of files that hold several; of all other counters the first is taken")
    private String slice = "all";

    @Parameter(
            label = "Coil sensitivities",
            choices = {"espirit", "adaptive", "none"},
            description =
                    "How they are estimated from the data; none combines coils by the root of the sum of squares, of methods that"
                            + " can")
    private String coils = "espirit";

    @Parameter(label = "Virtual coils (0 = all coils)", min = "0", description = "Fewer coils are faster")
    private int virtual = 0;

    @Parameter(label = "Phase as second channel", description = "In radians; otherwise magnitudes alone")
    private boolean phase = false;

    @Parameter(type = ItemIO.OUTPUT, label = "Reconstruction")
    private ImagePlus reconstruction;

    @Override
    protected String name() {
        return "MRI Reconstruct Raw Data";
    }

    /** A slice, and how it was made. */
    private record Made(Image image, Map<String, String> facts) {}

    @Override
    protected ImagePlus make() {
        if (data == null) {
            throw new IllegalArgumentException("raw data is missing: choose a file");
        }
        Method chosen = Methods.named(Methods.classical(), method);
        Reconstructor reconstructor = chosen.with(MethodSettings.of(chosen, weight, settings));
        Path file = data.toPath();
        try {
            int[] slices = slices(file);
            try (Job job = job(slices.length)) {
                List<Made> made = new ArrayList<>();
                for (int i = 0; i < slices.length; i++) {
                    Made one = job.begin(i) ? slice(file, slices[i], chosen, reconstructor, i, job) : null;
                    if (one == null) {
                        String text = name() + ": cancelled, "
                                + (made.isEmpty() ? "nothing is" : made.size() + " of " + slices.length + " slices are")
                                + " kept";
                        log().info(text);
                        job.end(text);
                        cancel(null);
                        return made.isEmpty() ? null : image(file, made, "-part");
                    }
                    made.add(one);
                }
                job.end(name() + ": done");
                return image(file, made, "");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Slices that are asked for, from 0. */
    private int[] slices(Path file) throws IOException {
        int count;
        try (KSpaceFile open = KSpaceFiles.open(file)) {
            count = open.counts().slice();
        }
        String text = slice.strip();
        if (text.equalsIgnoreCase("all")) {
            int[] all = new int[count];
            for (int i = 0; i < count; i++) {
                all[i] = i;
            }
            return all;
        }
        try {
            int n = Integer.parseInt(text);
            if (n >= 1 && n <= count) {
                return new int[] {n - 1};
            }
        } catch (NumberFormatException e) {
            // No number: the sentence below says so as well.
        }
        throw new IllegalArgumentException("slice is \"" + text + "\", but must be all or a number from 1 to " + count);
    }

    /** One slice; null if the user stopped. */
    private Made slice(Path file, int number, Method chosen, Reconstructor reconstructor, int plane, Job job)
            throws IOException {
        KSpacePlan plan = new KSpacePlan(
                KSpaceFrame.FIRST.withSlice(number),
                false,
                new MriSpec.Estimated(way(), 1),
                Optional.empty(),
                virtual == 0 ? OptionalInt.empty() : OptionalInt.of(virtual));
        RawKSpace raw = RawKSpace.read(file, plan);
        Reconstruction result = reconstructor.reconstruct(
                new InverseProblem(raw.spec().operator(), raw.data()), p -> job.iterated(plane, p));
        if (result.status() == Status.CANCELLED || job.cancelled()) {
            return null;
        }
        if (result.status() == Status.DIVERGED) {
            throw new IllegalArgumentException(
                    file + ": " + chosen.name() + " " + result.status().message());
        }
        Map<String, String> facts = new LinkedHashMap<>(raw.facts());
        facts.put("Method", chosen.name());
        facts.putAll(result.how().parameters());
        result.how().notes().forEach((name, value) -> facts.put("Note on " + name, value));
        facts.put("Reference", chosen.reference());
        return new Made(result.image(), facts);
    }

    private MriSpec.Way way() {
        return switch (coils) {
            case "espirit" -> MriSpec.Way.ESPIRIT;
            case "adaptive" -> MriSpec.Way.ADAPTIVE;
            case "none" -> MriSpec.Way.NONE;
            default ->
                throw new IllegalArgumentException(
                        "coil sensitivities is \"" + coils + "\", but must be espirit, adaptive or none");
        };
    }

    private ImagePlus image(Path file, List<Made> made, String part) {
        Space space = made.get(0).image.space();
        int columns = space.size(0);
        int rows = space.size(1);
        int depth = space.points() / (columns * rows);
        int channels = phase ? 2 : 1;
        ImageStack stack = new ImageStack(columns, rows);
        for (Made one : made) {
            Image magnitude = one.image.magnitude();
            for (int z = 0; z < depth; z++) {
                stack.addSlice("magnitude", plane(magnitude.data(), z, columns * rows));
                if (phase) {
                    stack.addSlice("phase", plane(angles(one.image), z, columns * rows));
                }
            }
        }
        String title = file.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]+$", "") + "-" + method + part;
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(channels, stack.getSize() / channels, 1);
        calibrate(image.getCalibration(), space);
        if (phase) {
            image = new CompositeImage(image, CompositeImage.GRAYSCALE);
        }
        facts(image, made.stream().map(Made::facts).toList());
        FloatProcessor middle = (FloatProcessor) stack.getProcessor(stack.getSize() / channels / 2 * channels + 1);
        image.setDisplayRange(middle.getMin(), middle.getMax());
        return image;
    }

    private static float[] plane(float[] values, int z, int points) {
        return Arrays.copyOfRange(values, z * points, (z + 1) * points);
    }

    private static float[] angles(Image complex) {
        float[] out = new float[complex.space().points()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.atan2(complex.data()[2 * i + 1], complex.data()[2 * i]);
        }
        return out;
    }

    private static void calibrate(Calibration calibration, Space space) {
        calibration.pixelWidth = space.spacing(0);
        calibration.pixelHeight = space.spacing(1);
        calibration.pixelDepth = space.dimensions() > 2 ? space.spacing(2) : 1;
        calibration.setUnit("mm");
    }

    @Override
    protected void deliver(ImagePlus result) {
        reconstruction = result;
    }
}
