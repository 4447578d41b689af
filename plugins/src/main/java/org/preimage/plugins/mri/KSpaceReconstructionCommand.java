package org.preimage.plugins.mri;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.raw.KSpacePlan;
import org.preimage.operators.raw.RawKSpace;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.MethodStep;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that applies one of the methods of reconstruction to raw k-space, slice by slice. */
public abstract class KSpaceReconstructionCommand extends ImageCommand {
    /** Label and description of the input that {@link #slice} is. */
    protected static final String SLICE = "Slice (1, 2, ... or all)";

    protected static final String SLICE_HELP = "Of files that hold several; of all other counters the first is taken";

    /** Of {@link #coils}. */
    protected static final String COILS = "Coil sensitivities";

    protected static final String COILS_HELP =
            "How they are estimated from the data; none combines coils by the root of the sum of squares, of methods that"
                    + " can";

    /** Of {@link #virtual}. */
    protected static final String VIRTUAL = "Virtual coils (0 = all coils)";

    protected static final String VIRTUAL_HELP = "Fewer coils are faster";

    /** Of {@link #phase}. */
    protected static final String PHASE = "Phase as second channel";

    protected static final String PHASE_HELP = "In radians; otherwise magnitudes alone";

    /** Complex arrays of all coils at once: data, sensitivities and the work of their estimation, residuals, duals. */
    private static final int COIL_ARRAYS = 10;

    /** Complex images at once, of the solvers that hold most. */
    private static final int IMAGE_ARRAYS = 40;

    @Parameter(type = ItemIO.OUTPUT, label = "Reconstruction")
    private ImagePlus reconstruction;

    /**
     * Opens the raw data.
     *
     * @throws IllegalArgumentException in one sentence, if there are none
     */
    protected abstract KSpaceFile open() throws IOException;

    /** What the result's title begins with. */
    protected abstract String title();

    /** The method's entry in the list of methods. */
    protected abstract Method method();

    /** What the user set, by the method's own names. */
    protected abstract Map<String, String> settings();

    /** "all" or a number from 1. */
    protected abstract String slice();

    /** "espirit", "adaptive" or "none". */
    protected abstract String coils();

    /** To which coils are compressed; 0 for all. */
    protected abstract int virtual();

    /** Whether the phase is wanted too. */
    protected abstract boolean phase();

    /** Whether the standard deviation of the complex numbers is wanted too, as the channel after the magnitude of their mean. */
    protected boolean uncertain() {
        return false;
    }

    /**
     * A slice, and how it was made.
     *
     * @param deviation null unless {@link #uncertain}
     */
    private record Made(Image image, Image deviation, Map<String, String> facts) {}

    @Override
    protected final ImagePlus make() {
        Method method = method();
        MethodStep step = new MethodStep(method, settings());
        MriSpec.Way way = way(coils());
        try (KSpaceFile file = open()) {
            int[] slices = slices(file.counts().slice());
            requireMemory(file, slices.length);
            try (Job job = job(slices.length)) {
                List<Made> made = new ArrayList<>();
                for (int i = 0; i < slices.length; i++) {
                    Made one = job.begin(i) ? slice(file, plan(slices[i], way), step, i, job) : null;
                    if (one == null) {
                        String text = name() + ": cancelled, "
                                + (made.isEmpty() ? "nothing is" : made.size() + " of " + slices.length + " slices are")
                                + " kept";
                        log().info(text);
                        job.end(text);
                        cancel(null);
                        return made.isEmpty() ? null : image(made, "-part");
                    }
                    made.add(one);
                }
                job.end(name() + ": done");
                return image(made, "");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Scan, sensitivities and what methods hold, estimated from above; a file that does not tell its size is read first. */
    private void requireMemory(KSpaceFile file, int slices) {
        if (file.image().isEmpty()) {
            log().info(name()
                    + ": the file does not tell the image's size, so the memory it needs is not known before");
            return;
        }
        long points = file.image().get().points();
        long work = 2 * Float.BYTES * points * ((long) COIL_ARRAYS * file.coils() + IMAGE_ARRAYS);
        requireMemory(work + 3L * Float.BYTES * points * slices, slices > 1 ? "; name one slice" : "");
    }

    /** Slices that are asked for, from 0. */
    private int[] slices(int count) {
        String text = slice().strip();
        if (text.equalsIgnoreCase("all")) {
            return IntStream.range(0, count).toArray();
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

    private KSpacePlan plan(int slice, MriSpec.Way way) {
        return new KSpacePlan(
                KSpaceFrame.FIRST.withSlice(slice),
                false,
                new MriSpec.Estimated(way, 1),
                Optional.empty(),
                virtual() == 0 ? OptionalInt.empty() : OptionalInt.of(virtual()));
    }

    /** One slice; null if the user stopped. */
    private Made slice(KSpaceFile file, KSpacePlan plan, MethodStep step, int plane, Job job) throws IOException {
        RawKSpace raw = RawKSpace.of(file, plan);
        InverseProblem problem = new InverseProblem(raw.spec().operator(), raw.data());
        Listener listener = p -> job.iterated(plane, p);
        Image deviation = null;
        Reconstruction result;
        String name = file.path().toString();
        if (uncertain()) {
            PosteriorEstimate estimate = step.posterior(name, problem, listener);
            deviation = estimate.standardDeviation();
            result = estimate.reconstruction();
        } else {
            result = step.reconstruction(name, problem, listener);
        }
        if (result.status() == Status.CANCELLED || job.cancelled()) {
            return null;
        }
        Map<String, String> facts = new LinkedHashMap<>(raw.facts());
        facts.put("Method", step.name());
        facts.putAll(MethodStep.facts(result));
        facts.put("Reference", method().reference());
        return new Made(result.image(), deviation, facts);
    }

    private static MriSpec.Way way(String coils) {
        return switch (coils) {
            case "espirit" -> MriSpec.Way.ESPIRIT;
            case "adaptive" -> MriSpec.Way.ADAPTIVE;
            case "none" -> MriSpec.Way.NONE;
            default ->
                throw new IllegalArgumentException(
                        "coil sensitivities is \"" + coils + "\", but must be espirit, adaptive or none");
        };
    }

    private ImagePlus image(List<Made> made, String part) {
        Space space = made.get(0).image.space();
        int columns = space.size(0);
        int rows = space.size(1);
        int depth = space.points() / (columns * rows);
        boolean phase = phase();
        boolean uncertain = uncertain();
        int channels = 1 + (uncertain ? 1 : 0) + (phase ? 1 : 0);
        ImageStack stack = new ImageStack(columns, rows);
        for (Made one : made) {
            Image magnitude = one.image.magnitude();
            Image deviation = uncertain ? one.deviation.magnitude() : null;
            for (int z = 0; z < depth; z++) {
                stack.addSlice(uncertain ? "mean" : "magnitude", plane(magnitude.data(), z, columns * rows));
                if (uncertain) {
                    stack.addSlice("standard deviation", plane(deviation.data(), z, columns * rows));
                }
                if (phase) {
                    stack.addSlice("phase", plane(angles(one.image), z, columns * rows));
                }
            }
        }
        String title = title() + "-" + method().name() + part;
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(channels, stack.getSize() / channels, 1);
        calibrate(image.getCalibration(), space);
        if (channels > 1) {
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
    protected final void deliver(ImagePlus result) {
        reconstruction = result;
    }
}
