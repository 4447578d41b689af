package org.preimage.plugins;

import ij.ImagePlus;
import java.util.Map;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.solver.Progress;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** The simplest command there can be: changes the sign of every value, in as many iterations as are asked for. */
@Plugin(type = Command.class, headless = true)
public final class Negative extends PlanewiseCommand {
    @Parameter(persist = false)
    private ImagePlus image;

    @Parameter(persist = false)
    private int iterations = 1;

    @Parameter(persist = false)
    private long workBytes = 0;

    @Parameter(label = FOLDER, required = false, persist = false, description = FOLDER_HELP)
    private String folder = "";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus negative;

    /** Iterations begun by the newest run. */
    static volatile int begun;

    @Override
    protected String name() {
        return "Negative";
    }

    @Override
    protected Planes input() {
        return new Planes("Image", image);
    }

    @Override
    protected Plan plan(Planes input) {
        begun = 0;
        Space space = Space.image(input.width(), input.height(), 1);
        return new Plan(
                input.title() + "-negative",
                space,
                input.width(),
                input.height(),
                input.calibration(),
                workBytes,
                Map.of("Method", "sign\nchange"),
                (index, plane, listener) -> {
                    boolean goOn = true;
                    for (int k = 1; goOn && k <= iterations; k++) {
                        begun++;
                        goOn = listener.onIteration(new Progress("changing", k, iterations, null, plane::data));
                    }
                    float[] values = plane.data().clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = -values[i];
                    }
                    return new Plan.Result(
                            values,
                            Map.of("Iterations", Integer.toString(iterations), "Smallest", Float.toString(-values[0])));
                });
    }

    @Override
    protected String folder() {
        return folder;
    }

    @Override
    protected void deliver(ImagePlus result) {
        negative = result;
    }
}
