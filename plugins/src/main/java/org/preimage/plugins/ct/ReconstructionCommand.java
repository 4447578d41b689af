package org.preimage.plugins.ct;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Projector;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.reconstruction.method.Method;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that applies one of the methods of reconstruction to sinograms. */
public abstract class ReconstructionCommand extends PlanewiseCommand {
    @Parameter(
            label = "Sinogram",
            persist = false,
            description = "One column for each detector cell, one row for each angle, one sinogram for each slice;"
                    + " the pixel width is the detector spacing")
    private ImagePlus sinogram;

    @Parameter(
            label = "Angle range (degrees, or auto)",
            description =
                    "Rows stand for equally spaced angles from 0 up to, not including, this one: 181 rows from 0 to"
                            + " 180 degrees make a range of 181; negative for clockwise. auto: from the calibration if the pixel"
                            + " height is in degrees, else 180")
    private String range = "auto";

    @Parameter(
            label = "Rotation axis (column, center, or auto)",
            description = "Column of the sinogram, counted from 0, onto which the rotation axis projects;"
                    + " auto finds it in the sinogram")
    private String axis = "auto";

    @Parameter(
            label = "Output size (pixels, 0 = detectors)",
            min = "0",
            description = "Columns and rows of the result; pixels are as large as the detector spacing")
    private int size = 0;

    @Parameter(type = ItemIO.OUTPUT, label = "Reconstruction")
    private ImagePlus reconstruction;

    /** The method's entry in the list of methods. */
    protected abstract Method method();

    /** What the user set, by the method's own names. */
    protected abstract Map<String, String> settings();

    /** Arrays of the image's and of the sinogram's size that the method holds at most at a time. */
    protected abstract Arrays arrays();

    /** Whether each slice has its standard deviation beside it. */
    protected boolean uncertain() {
        return false;
    }

    /** Numbers of arrays. */
    protected record Arrays(int images, int sinograms) {
        public Arrays {}
    }

    @Override
    protected final Planes input() {
        return new Planes("Sinogram", sinogram);
    }

    @Override
    protected final Plan plan(Planes input) {
        Method method = method();
        MethodStep step = new MethodStep(method, settings());
        Scan scan = Scan.of(input, range, axis, size);
        requireTaken(method, new BeamSpec(scan.beam()).name());
        Beam beam = scan.beam();
        Projector projector = beam.projector();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Method", method.name());
        facts.putAll(scan.facts());
        facts.put("Value unit", scan.calibration().getValueUnit());
        facts.put("Reference", method.reference());
        int n = beam.image().size(0);
        return new Plan(
                input.title() + "-" + method.name(),
                beam.sinogram(),
                n,
                n,
                scan.calibration(),
                4L * beam.image().length() * arrays().images()
                        + 4L * beam.sinogram().length() * arrays().sinograms(),
                facts,
                uncertain() ? MethodStep.MEAN_AND_DEVIATION : List.of(""),
                (i, data, listener) -> uncertain()
                        ? step.estimate(input.nameOf(i), projector, data, listener)
                        : step.of(input.nameOf(i), projector, data, listener));
    }

    private static void requireTaken(Method method, String beam) {
        if (!method.takes(beam)) {
            throw new IllegalArgumentException("method " + method.name() + " takes "
                    + String.join(", ", method.operators()) + ", but the sinogram is of a " + beam);
        }
    }

    @Override
    protected final void deliver(ImagePlus result) {
        reconstruction = result;
    }
}
