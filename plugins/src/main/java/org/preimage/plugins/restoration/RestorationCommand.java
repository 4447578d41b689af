package org.preimage.plugins.restoration;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.reconstruction.method.Method;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that undoes what happened to the planes of an image, by one of the methods of the list. */
public abstract class RestorationCommand extends PlanewiseCommand {
    /** Arrays of the plane's size that methods hold at most at a time. */
    private static final int ARRAYS = 64;

    @Parameter(label = "Image", persist = false, description = "What is restored, plane by plane")
    private ImagePlus image;

    @Parameter(type = ItemIO.OUTPUT, label = "Restored")
    private ImagePlus restored;

    /** The method's entry in the list of methods. */
    protected abstract Method method();

    /** What the user set, by the method's own names. */
    protected abstract Map<String, String> settings();

    /**
     * What happened to a plane, or to the volume; checked inputs are put into the facts.
     *
     * @param space of the plane or volume
     */
    protected abstract LinearOperator operator(Planes input, Space space, Map<String, String> facts);

    /** Whether all slices are restored together, as a volume. */
    protected boolean volume() {
        return false;
    }

    /** Arrays of the plane's or volume's size that the method holds at most at a time. */
    protected int arrays() {
        return ARRAYS;
    }

    @Override
    protected final Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected final Plan plan(Planes input) {
        Method method = method();
        MethodStep step = new MethodStep(method, settings());
        Space space = volume() ? volume(input) : Space.image(input.width(), input.height(), 1);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Method", method.name());
        LinearOperator operator = operator(input, space, facts);
        facts.put("Reference", method.reference());
        Plan plan = new Plan(
                input.title() + "-" + method.name(),
                operator.range(),
                input.width(),
                input.height(),
                input.calibration(),
                4L * space.length() * arrays(),
                facts,
                (i, data, listener) -> step.of(volume() ? input.name() : input.nameOf(i), operator, data, listener));
        return volume() ? plan.together() : plan;
    }

    /** With slices as far apart as the calibration says, in widths of a pixel. */
    private Space volume(Planes input) {
        if (image.getNChannels() > 1 || image.getNFrames() > 1) {
            throw new IllegalArgumentException("image has " + image.getNChannels() + " channels and "
                    + image.getNFrames() + " frames, but a volume must have slices alone (Image > Properties... changes"
                    + " frames into slices)");
        }
        Calibration calibration = input.calibration();
        double depth = calibration.pixelDepth / calibration.pixelWidth;
        if (!(depth > 0) || Double.isInfinite(depth)) {
            throw new IllegalArgumentException("the calibration's voxel is " + calibration.pixelWidth + " wide and "
                    + calibration.pixelDepth + " deep, but must have a size (Image > Properties... sets it)");
        }
        return Space.of(
                new Axis(Role.X, input.width(), 1),
                new Axis(Role.Y, input.height(), 1),
                new Axis(Role.Z, input.count(), depth));
    }

    @Override
    protected final void deliver(ImagePlus result) {
        restored = result;
    }
}
