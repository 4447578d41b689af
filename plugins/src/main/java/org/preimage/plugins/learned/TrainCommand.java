package org.preimage.plugins.learned;

import java.io.File;
import java.io.IOException;
import org.preimage.plugins.Job;
import org.preimage.plugins.Work;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.training.Recipe;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.training.Training;
import org.preimage.priors.training.TrainingRun;
import org.preimage.reconstruction.solver.Status;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Learned &gt; Train a Network... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Learned>Train a Network...",
        description = "Trains a network by a recipe, or goes on where an earlier run in the same folder stopped")
public final class TrainCommand extends Work {
    @Parameter(label = "Recipe", description = "Name of the recipe, as lpd-ellipses; a wrong one lists those there are")
    private String recipe = "lpd-ellipses";

    @Parameter(label = "Folder", style = "directory", description = "Where state, learning curve and model go")
    private File folder;

    @Parameter(
            label = "Folder of the data",
            style = "directory",
            required = false,
            description = "Where the files lie that the recipe learns from, if it needs some")
    private File data;

    @Parameter(label = "Steps (0 for the recipe's)", min = "0")
    private int steps = 0;

    @Parameter(label = "Seed", min = "0")
    private long seed = 1;

    @Parameter(
            label = "Minutes at most (0 for no limit)",
            min = "0",
            description = "Stops then and keeps the state; the same command goes on from there")
    private double minutes = 0;

    @Parameter(
            label = "Device",
            choices = {"auto", "cpu", "gpu"})
    private String device = "auto";

    @Parameter(
            label = "Precision",
            choices = {"float", "mixed"},
            description = "Of the networks while they are trained: mixed is faster on processors with instructions for"
                    + " bfloat16 and on graphics cards")
    private String precision = "float";

    @Override
    protected String name() {
        return "Train a Network";
    }

    @Override
    protected void work() {
        Recipe chosen = Recipes.named(recipe);
        if (folder == null) {
            throw new IllegalArgumentException("a folder is missing, where state and model are to go");
        }
        if (minutes < 0 || steps < 0) {
            throw new IllegalArgumentException("steps and minutes must not be negative");
        }
        try {
            Training training = chosen.training(
                            seed,
                            data == null ? null : data.toPath(),
                            ComputeDevice.named(device),
                            1,
                            steps == 0 ? chosen.steps() : steps)
                    .in(Precision.named(precision));
            TrainingRun run = new TrainingRun(chosen, training, folder.toPath(), null, "");
            train(new WatchedTraining(recipe, run, training));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void train(WatchedTraining watched) throws IOException {
        try (Job job = job(1)) {
            job.begin(0);
            Status status = watched.watched(minutes, log(), job);
            if (status == Status.CANCELLED) {
                log().info(name() + ": " + watched.stopped());
                job.end(name() + ": " + watched.stopped());
                cancel(null);
                return;
            }
            job.end(name() + ": "
                    + (status == Status.TIME_LIMIT
                            ? watched.stopped()
                            : "done, the model is " + watched.run().card()));
        }
    }
}
