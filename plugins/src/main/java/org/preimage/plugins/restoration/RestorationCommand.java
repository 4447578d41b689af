package org.preimage.plugins.restoration;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.plugins.MethodSettings;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.plugins.PlanewiseCommand;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that undoes what happened to the planes of an image, by one of the methods of the list. */
public abstract class RestorationCommand extends PlanewiseCommand {
    /** Arrays of the plane's size that methods hold at most at a time. */
    private static final int ARRAYS = 64;

    /** Label of the line of settings, and its description. */
    protected static final String MORE = "More settings (name=value, ...)";

    protected static final String MORE_HELP = "Parameters of the method by their names, as weight=0.1 or iterations=50";

    @Parameter(label = "Image", persist = false, description = "What is restored, plane by plane")
    private ImagePlus image;

    @Parameter(type = ItemIO.OUTPUT, label = "Restored")
    private ImagePlus restored;

    /** Name of the method in the list. */
    protected abstract String method();

    /** What the user wrote of its parameters. */
    protected abstract String settings();

    /** What happened to a plane; checked inputs are put into the facts. */
    protected abstract LinearOperator operator(Planes input, Space plane, Map<String, String> facts);

    @Override
    protected final Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected final Plan plan(Planes input) {
        Method method = Methods.named(Methods.classical(), method());
        MethodStep step = new MethodStep(method, MethodSettings.parse(settings()));
        Space plane = Space.image(input.width(), input.height(), 1);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        facts.put("Method", method.name());
        LinearOperator operator = operator(input, plane, facts);
        facts.put("Reference", method.reference());
        return new Plan(
                input.title() + "-" + method.name(),
                operator.range(),
                plane.size(0),
                plane.size(1),
                input.calibration(),
                4L * plane.length() * ARRAYS,
                facts,
                (i, data, listener) -> step.of(input.nameOf(i), operator, data, listener));
    }

    @Override
    protected final void deliver(ImagePlus result) {
        restored = result;
    }
}
