package org.preimage.plugins;

import ij.ImagePlus;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.util.ClassUtils;

/**
 * A command that makes a new image of an old one, plane by plane or all planes together, in memory or into a folder.
 *
 * <p>What the user did wrong ends it with one sentence. What the user stopped keeps the planes that are finished, in an image whose title
 * says that it is a part, and the same job in the same folder goes on from there.
 */
public abstract class PlanewiseCommand extends ImageCommand {
    /** Label of the input that {@link #folder} is. */
    protected static final String FOLDER = "Folder for slices (empty = in memory)";

    /** Its description. */
    protected static final String FOLDER_HELP =
            "Slices go there as they are made, for stacks that are larger than the memory; the"
                    + " same command goes on where it was stopped";

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

    /** Gives the result what it needs beside pixels, calibration and account; nothing here. */
    protected void complete(ImagePlus result) {
        // Most results need no more.
    }

    /** Where slices go as they are made; empty to hold them in memory. */
    protected String folder() {
        return "";
    }

    @Override
    protected final ImagePlus make() {
        Planes input = input();
        Plan plan = plan(input);
        boolean inMemory = folder().isBlank();
        Memory.require(name(), plan, input.count(), inMemory, log());
        return compute(
                input,
                plan,
                inMemory ? new MemoryDestination(plan) : FolderDestination.open(folder(), plan, job(plan)));
    }

    /** What the planes depend on: what is known before the work, and every input of the command but the folder. */
    private String job(Plan plan) {
        StringBuilder text = new StringBuilder(Account.summary(name(), plan.facts(), List.of(Map.of())));
        for (Field field : ClassUtils.getAnnotatedFields(getClass(), Parameter.class)) {
            Parameter declared = field.getAnnotation(Parameter.class);
            Object value = ClassUtils.getValue(field, this);
            if (declared.type() == ItemIO.OUTPUT || declared.label().equals(FOLDER)) {
                continue;
            }
            if (value instanceof ImagePlus image) {
                text.append(field.getName())
                        .append(": ")
                        .append(identity(image))
                        .append('\n');
            } else if (ClassUtils.isText(field.getType())
                    || ClassUtils.isNumber(field.getType())
                    || ClassUtils.isBoolean(field.getType())) {
                text.append(field.getName()).append(": ").append(value).append('\n');
            }
        }
        return text.toString();
    }

    private static String identity(ImagePlus image) {
        Planes planes = new Planes("Image", image);
        return planes.title() + ", " + identity(planes);
    }

    /** Size and first values: images of one name and size may differ. */
    protected static String identity(Planes planes) {
        float[] first =
                planes.read(0, Space.image(planes.width(), planes.height(), 1)).data();
        return planes.count() + " planes of " + planes.width() + " x " + planes.height() + ", "
                + Integer.toHexString(Arrays.hashCode(first));
    }

    private ImagePlus compute(Planes input, Plan plan, Destination destination) {
        return plan.isVolume() ? together(input, plan, destination) : planes(input, plan, destination);
    }

    /** All planes at once: either all of them are made, or none. */
    private ImagePlus together(Planes input, Plan plan, Destination destination) {
        long begin = System.nanoTime();
        try (Job job = job(1)) {
            int points = plan.width() * plan.height();
            if (destination.count() < input.count()) {
                if (!job.begin(0)) {
                    return stopped(job, input, plan, destination);
                }
                Plan.Result result = plan.step().compute(0, input.readAll(plan.from()), p -> job.iterated(0, p));
                if (job.cancelled()) {
                    return stopped(job, input, plan, destination);
                }
                for (int i = destination.count(); i < input.count(); i++) {
                    destination.put(
                            i, Arrays.copyOfRange(result.values(), i * points, (i + 1) * points), result.facts());
                }
            }
            return finished(job, begin, input, plan, destination);
        }
    }

    private ImagePlus planes(Planes input, Plan plan, Destination destination) {
        long begin = System.nanoTime();
        try (Job job = job(input.count())) {
            for (int i = destination.count(); i < input.count(); i++) {
                int plane = i;
                if (!job.begin(plane)) {
                    return stopped(job, input, plan, destination);
                }
                Image values = plan.from() == null ? null : input.read(plane, plan.from());
                Plan.Result result = plan.step().compute(plane, values, p -> job.iterated(plane, p));
                if (job.cancelled()) {
                    return stopped(job, input, plan, destination);
                }
                destination.put(plane, result.values(), result.facts());
            }
            return finished(job, begin, input, plan, destination);
        }
    }

    private ImagePlus finished(Job job, long begin, Planes input, Plan plan, Destination destination) {
        ImagePlus result = made(input, plan, destination);
        job.end(String.format(Locale.ROOT, "%s: done in %.1f s", name(), (System.nanoTime() - begin) * 1e-9));
        return result;
    }

    private ImagePlus made(Planes input, Plan plan, Destination destination) {
        List<Map<String, String>> facts = new ArrayList<>();
        for (int i = 0; i < destination.count(); i++) {
            facts.add(destination.facts(i));
        }
        ImagePlus result = destination.image(input);
        result.setCalibration(plan.calibration());
        result.setProperty("Info", Account.text(name(), plan.facts(), facts));
        log().info(Account.summary(name(), plan.facts(), facts).strip().replace("\n", "; "));
        complete(result);
        return result;
    }

    private ImagePlus stopped(Job job, Planes input, Plan plan, Destination destination) {
        int n = destination.count();
        String text = name() + ": cancelled, "
                + (n == 0 ? "nothing is kept" : n + " of " + input.count() + " slices " + destination.kept());
        log().info(text);
        job.end(text);
        // A reason would pop up a box that the user, who wished it so, has to close.
        cancel(null);
        return n == 0 ? null : made(input, plan, destination);
    }
}
