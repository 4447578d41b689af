package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.preparation.AxisMethod;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; CT &gt; CT Find Rotation Axis... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>CT>CT Find Rotation Axis...",
        description =
                "Finds the rotation axis of sinograms and previews a slice with it and with its neighbours; the axis stays in the"
                        + " sinogram's properties, where the next command finds it")
public final class AxisCommand extends ImageCommand {
    /** Images and filtered sinograms that back-projection holds, beside the previews. */
    private static final int WORK = 4;

    private static final int MOST = 99;

    @Parameter(label = "Sinogram", persist = false, description = "As for CT Reconstruct...")
    private ImagePlus sinogram;

    @Parameter(
            label = "Rotation axis (auto, center, or a column)",
            persist = false,
            description = "auto finds it in a few slices; a column, counted from 0, is taken as it is")
    private String axis = "auto";

    @Parameter(
            label = "Found by",
            choices = {"auto", "harmonic", "registration", "moments", "image"},
            description =
                    "harmonic: what a sinogram may hold; registration: views half a turn apart, also of wide objects; moments:"
                            + " centres of mass; image: the slice with the least entropy, over any arc")
    private String method = "auto";

    @Parameter(label = "Slice of the preview (1, 2, ..., 0 = middle)", min = "0", persist = false)
    private int slice = 0;

    @Parameter(label = "Previews on each side", min = "0", max = "49")
    private int previews = 4;

    @Parameter(label = "Step between previews (columns)", min = "0")
    private double step = 1;

    @Parameter(label = "Angle range (degrees, or auto)", description = "As for CT Reconstruct...")
    private String range = "auto";

    @Parameter(type = ItemIO.OUTPUT, label = "Previews")
    private ImagePlus preview;

    @Override
    protected String name() {
        return "CT Find Rotation Axis";
    }

    @Override
    protected ImagePlus make() {
        Planes input = new Planes("Sinogram", sinogram);
        int plane = plane(input);
        if (previews < 0 || 2 * previews + 1 > MOST) {
            throw new IllegalArgumentException(
                    "previews on each side are " + previews + ", but must be from 0 to " + MOST / 2);
        }
        if (!(step > 0 && Double.isFinite(step))) {
            throw new IllegalArgumentException("step is " + step + " columns, but must be greater than 0 and finite");
        }
        Scan scan = Scan.of(input, range, axis, 0, AxisMethod.labelled(method));
        Beam beam = scan.beam();
        List<Double> columns = columns(beam.center(), input.width());
        requireMemory(
                4L * beam.image().length() * (columns.size() + WORK)
                        + 4L * beam.sinogram().length() * WORK,
                "");
        Image data = input.read(plane, beam.sinogram());
        Reconstructor fbp = FilteredBackprojection.METHOD.withDefaults();
        ImageStack stack = new ImageStack(beam.image().size(0), beam.image().size(1));
        try (Job job = job(columns.size())) {
            for (int i = 0; i < columns.size(); i++) {
                if (!job.begin(i)) {
                    return stopped(job);
                }
                double column = columns.get(i);
                Beam candidate = beam.withDetector(beam.detector().withCenter(column));
                Image made = fbp.reconstruct(new InverseProblem(candidate.projector(), data))
                        .image();
                if (job.cancelled()) {
                    return stopped(job);
                }
                String mark = column == beam.center() ? " (" + (isTyped() ? "chosen" : "found") + ")" : "";
                stack.addSlice("column " + Numbers.fixed(column, 2) + mark, made.data());
            }
            job.end(name() + ": column " + Scan.number(beam.center()));
        }
        new FoundAxis(beam.center(), input.width()).attach(sinogram);
        return image(input, plane, scan, stack, columns.indexOf(beam.center()) + 1);
    }

    private ImagePlus stopped(Job job) {
        job.end(name() + ": cancelled, nothing is kept");
        cancel(null);
        return null;
    }

    private boolean isTyped() {
        return !axis.strip().equalsIgnoreCase("auto");
    }

    private int plane(Planes input) {
        if (slice < 0 || slice > input.count()) {
            throw new IllegalArgumentException(
                    "slice is " + slice + ", but must be from 1 to " + input.count() + ", or 0 for the middle one");
        }
        return slice == 0 ? input.count() / 2 : slice - 1;
    }

    /** The axis and its neighbours on the detector, from left to right. */
    private List<Double> columns(double center, int detectors) {
        List<Double> columns = new ArrayList<>();
        for (int i = -previews; i <= previews; i++) {
            double column = center + i * step;
            if (i == 0 || column >= 0 && column <= detectors - 1) {
                columns.add(column);
            }
        }
        return columns;
    }

    private ImagePlus image(Planes input, int plane, Scan scan, ImageStack stack, int found) {
        ImagePlus image = new ImagePlus(input.title() + "-axis", stack);
        image.setCalibration(scan.calibration());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Slice", Integer.toString(plane + 1));
        facts.putAll(scan.facts());
        facts.put("Method", "fbp");
        facts(image, facts);
        image.setSlice(found);
        ImageProcessor shown = stack.getProcessor(found);
        image.setDisplayRange(shown.getMin(), shown.getMax());
        return image;
    }

    @Override
    protected void deliver(ImagePlus result) {
        preview = result;
    }
}
