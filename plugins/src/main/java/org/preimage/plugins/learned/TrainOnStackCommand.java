package org.preimage.plugins.learned;

import ij.ImagePlus;
import ij.ImageStack;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.preimage.operators.Identity;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.training.Recipe;
import org.preimage.priors.training.Slices;
import org.preimage.priors.training.StackRecipes;
import org.preimage.priors.training.Training;
import org.preimage.priors.training.TrainingRun;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Status;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Learned &gt; Train on My Stack... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Learned>Train on My Stack...",
        description =
                "Trains a denoiser on a noisy stack alone, without any clean image (Noise2Self), saves it, and denoises the"
                        + " stack; or goes on where an earlier run in the same folder stopped")
public final class TrainOnStackCommand extends ImageCommand {
    /** Says of which stack a folder's training is. */
    private static final String STACK = "stack.txt";

    /** Bytes that a step takes at most, beside the stack. */
    private static final long WORK = 500_000_000L;

    @Parameter(
            label = "Image",
            persist = false,
            description =
                    "What is learned from and denoised, slice by slice; the noise of its pixels must be independent")
    private ImagePlus image;

    @Parameter(
            label = "Folder",
            style = "directory",
            persist = false,
            description = "Where the model (noise2self.json), the state and the learning curve go")
    private File folder;

    @Parameter(label = "Steps (0 for the recipe's)", min = "0", description = "More steps learn more and take longer")
    private int steps = 0;

    @Parameter(label = "Seed", min = "0")
    private long seed = 1;

    @Parameter(
            label = "Minutes at most (0 for no limit)",
            min = "0",
            description = "Ends the training then; the same command goes on from there")
    private double minutes = 0;

    @Parameter(
            label = "Device",
            choices = {"auto", "cpu", "gpu"})
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT, label = "Denoised")
    private ImagePlus denoised;

    @Override
    protected String name() {
        return "Train on My Stack";
    }

    @Override
    protected ImagePlus make() {
        Planes input = new Planes("Image", image);
        if (folder == null) {
            throw new IllegalArgumentException("a folder is missing, where state and model are to go");
        }
        if (steps < 0) {
            throw new IllegalArgumentException("steps is " + steps + ", but must not be negative");
        }
        Space plane = Space.image(input.width(), input.height(), 1);
        // The stack, its copy in the unit of the model, and the result.
        requireMemory(3 * 4L * plane.length() * input.count() + WORK, "");
        Slices stack = stack(input, plane);
        try {
            Recipe recipe = StackRecipes.noise2self(stack);
            Training training =
                    recipe.training(seed, ComputeDevice.named(device), 1, steps == 0 ? recipe.steps() : steps);
            requireSame(input, stack);
            TrainingRun run = new TrainingRun(recipe, training, folder.toPath(), null, "");
            WatchedTraining watched = new WatchedTraining(recipe.name(), run, training);
            return trained(watched) ? denoised(input, plane, stack, watched) : null;
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Slices stack(Planes input, Space plane) {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < input.count(); i++) {
            values.add(input.read(i, plane).data());
        }
        return new Slices(input.width(), input.height(), values, Collections.nCopies(values.size(), input.title()));
    }

    /**
     * Marks the folder.
     *
     * @throws IllegalArgumentException if the training in it is of another stack
     */
    private void requireSame(Planes input, Slices stack) throws IOException {
        CRC32 sum = new CRC32();
        for (float[] slice : stack.values()) {
            for (float v : slice) {
                int bits = Float.floatToIntBits(v);
                for (int shift = 0; shift < 32; shift += 8) {
                    sum.update(bits >>> shift);
                }
            }
        }
        String text = input.title() + ", " + input.count() + " planes of " + input.width() + " x " + input.height()
                + ", CRC-32 " + Long.toHexString(sum.getValue()) + "\n";
        Path file = folder.toPath().resolve(STACK);
        boolean other = Files.exists(file)
                ? !Files.readString(file).equals(text)
                : Files.exists(folder.toPath().resolve("training.state"));
        if (other) {
            throw new IllegalArgumentException(
                    "folder " + folder + " holds a training on another stack: give an empty or a new one");
        }
        Files.createDirectories(folder.toPath());
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** False if the user stopped. */
    private boolean trained(WatchedTraining watched) throws IOException {
        try (Job job = job(1)) {
            job.begin(0);
            Status status = watched.watched(minutes, log(), job);
            if (status == Status.CANCELLED || job.cancelled()) {
                log().info(name() + ": " + watched.stopped());
                job.end(name() + ": " + watched.stopped());
                cancel(null);
                return false;
            }
            if (!Files.exists(watched.run().card())) {
                throw new IllegalArgumentException("the training was " + watched.stopped()
                        + ", before there was a model to denoise with: allow more minutes");
            }
            job.end(name() + ": "
                    + (status == Status.TIME_LIMIT
                            ? watched.stopped()
                            : "trained, the model is " + watched.run().card()));
            return true;
        }
    }

    private ImagePlus denoised(Planes input, Space plane, Slices stack, WatchedTraining watched) {
        Method method = Methods.named(LearnedMethods.learned(), watched.name());
        MethodStep step =
                new MethodStep(method, Map.of("bundle", watched.run().card().toString(), "device", device));
        ImageStack result = new ImageStack(input.width(), input.height());
        Map<String, String> facts = new LinkedHashMap<>();
        try (Job job = job(input.count())) {
            for (int i = 0; i < input.count(); i++) {
                int slice = i;
                if (!job.begin(i)) {
                    String text = name() + ": cancelled, the model is kept in "
                            + watched.run().card();
                    log().info(text);
                    job.end(text);
                    cancel(null);
                    return null;
                }
                Plan.Result one = step.of(
                        input.nameOf(i),
                        new Identity(plane),
                        new Image(plane, stack.values().get(i)),
                        p -> job.iterated(slice, p));
                result.addSlice(input.label(i), one.values());
                facts.putIfAbsent("Source", input.title());
                facts.putAll(one.facts());
            }
            job.end(name() + ": done, the model is " + watched.run().card());
        }
        facts.put("Model", watched.run().card().toString());
        facts.put(
                "Steps",
                watched.run().state().step() + " of " + watched.training().steps());
        facts.put("Seed", Long.toString(seed));
        facts.put("Reference", method.reference());
        ImagePlus shown = input.with(input.title() + "-" + method.name(), result, 1);
        shown.setCalibration(input.calibration());
        facts(shown, facts);
        return shown;
    }

    @Override
    protected void deliver(ImagePlus result) {
        denoised = result;
    }
}
