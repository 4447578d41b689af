package org.preimage.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command that makes a new image of an old one, plane by plane.
 *
 * <p>What the user did wrong ends it with one sentence; what the user stopped ends it silently and leaves nothing, for
 * a stack of which some slices are missing would pass for a whole one.
 */
public abstract class PlanewiseCommand extends Work {
    /**
     * The input image.
     *
     * @throws IllegalArgumentException if it is missing or of a kind that cannot be read
     */
    protected abstract Planes input();

    /**
     * What to do, from the checked inputs.
     *
     * @throws IllegalArgumentException in one sentence that names the input that is wrong
     */
    protected abstract Plan plan(Planes input);

    /** Takes the result: the command's output parameter. */
    protected abstract void deliver(ImagePlus result);

    @Override
    protected final void work() {
        Planes input = input();
        Plan plan = plan(input);
        Memory.require(name(), plan.bytes(input.count()));
        ImagePlus result = compute(input, plan);
        if (result != null) {
            deliver(result);
            showInMacro(result);
        }
    }

    private ImagePlus compute(Planes input, Plan plan) {
        long begin = System.nanoTime();
        try (Job job = job(input.count())) {
            List<float[]> values = new ArrayList<>();
            List<Map<String, String>> facts = new ArrayList<>();
            for (int i = 0; i < input.count(); i++) {
                int plane = i;
                if (!job.begin(plane)) {
                    return stopped(job);
                }
                Plan.Result result = plan.step().compute(input.read(plane, plan.from()), p -> job.iterated(plane, p));
                if (job.cancelled()) {
                    return stopped(job);
                }
                values.add(result.values());
                facts.add(result.facts());
            }
            ImagePlus result = input.with(plan.title(), plan.width(), plan.height(), values);
            result.setCalibration(plan.calibration());
            result.setProperty("Info", Account.text(name(), plan.facts(), facts));
            log().info(Account.summary(name(), plan.facts(), facts).strip().replace("\n", "; "));
            job.end(String.format(Locale.ROOT, "%s: done in %.1f s", name(), (System.nanoTime() - begin) * 1e-9));
            return result;
        }
    }

    private ImagePlus stopped(Job job) {
        String text = name() + ": cancelled, nothing is kept";
        log().info(text);
        job.end(text);
        // A reason would pop up a box that the user, who wished it so, has to close.
        cancel(null);
        return null;
    }

    /** Without a screen nobody shows the output, and the next line of a macro would not find it. */
    private static void showInMacro(ImagePlus result) {
        if (GraphicsEnvironment.isHeadless() && (IJ.isMacro() || Interpreter.isBatchMode())) {
            result.show();
        }
    }
}
