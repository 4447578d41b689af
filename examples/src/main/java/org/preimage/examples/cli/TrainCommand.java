package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Environment;
import org.preimage.operators.file.AtomicFile;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.training.Recipe;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.training.Training;
import org.preimage.priors.training.TrainingRun;
import org.preimage.reconstruction.solver.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = {
            "Train a network by a recipe, from scratch or from where an earlier run of the same command stopped.",
            "Without a recipe, list them."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProgressDisplay.Choice progress;

    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "Name of the recipe.")
    private String recipeName;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where state, learning curve and result go.")
    private Path folder;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the files lie that the recipe learns from, if it needs some.")
    private Path data;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and data; 1 by default.")
    private long seed;

    @Option(
            names = "--steps",
            description = "Steps in all, over which the learning rate falls; the recipe's by default.")
    private Integer steps;

    @Option(
            names = "--from",
            paramLabel = "CARD",
            description = "Begin with the weights of a trained model, of which the recipe's may be an extension.")
    private Path from;

    @Option(names = "--device", defaultValue = "auto", description = "auto, cpu or gpu.")
    private String device;

    @Option(
            names = "--precision",
            defaultValue = "float",
            description = "Of the networks while they are trained: float, or mixed, which is faster on processors with"
                    + " instructions for bfloat16 and on graphics cards; float by default.")
    private String precision;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Threads that share a batch, at most its size; 1 by default.")
    private int threads;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "Stop then and keep the state; the same command goes on from there.")
    private Double seconds;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (recipeName == null) {
            for (Recipe r : Recipes.all()) {
                out.println(r.name() + ": " + r.summary());
                out.println("  " + r.steps() + " steps of " + r.batch() + "; " + r.data());
                if (!r.objective().files().isEmpty()) {
                    out.println("  needs --data FOLDER with "
                            + String.join(", ", r.objective().files()));
                }
                out.println("  reference: " + r.reference());
            }
            out.flush();
            return Main.DONE;
        }
        Recipe recipe = Recipes.named(recipeName);
        if (folder == null) {
            throw new IllegalArgumentException("--out FOLDER is missing: where are state and result to go?");
        }
        if (steps != null && steps < 1) {
            throw new IllegalArgumentException("--steps is " + steps + ", but must be at least 1");
        }
        if (seconds != null && !(seconds > 0)) {
            throw new IllegalArgumentException("--time-limit is " + seconds + ", but must be positive");
        }
        Training training = recipe.training(
                        seed, data, ComputeDevice.named(device), threads, steps == null ? recipe.steps() : steps)
                .in(Precision.named(precision));
        return train(training, new TrainingRun(recipe, training, folder, from, Environment.commit()), out);
    }

    private int train(Training training, TrainingRun run, PrintWriter out) throws IOException {
        if (run.resumed()) {
            out.println("going on after " + run.state().step() + " steps");
            out.flush();
        }
        Status status;
        try (ProgressDisplay display = progress.open()) {
            Duration limit = seconds == null ? null : Duration.ofMillis((long) (1000 * seconds));
            status = run.run(limit, row -> say(out, training, row), display);
        }
        List<Training.Row> curve = run.state().curve();
        if (curve.size() > 1) {
            byte[] png = Chart.close("steps", training.objective().measure())
                    .line(
                            recipeName,
                            curve.stream().mapToDouble(Training.Row::step).toArray(),
                            curve.stream().mapToDouble(Training.Row::quality).toArray())
                    .png();
            AtomicFile.write(folder.resolve("curve.png"), stream -> stream.write(png));
        }
        if (status == Status.DIVERGED) {
            throw new IllegalArgumentException("the training of " + recipeName + " diverged at step "
                    + run.state().step() + "; the last state that was saved is kept");
        }
        if (status == Status.CANCELLED || status == Status.TIME_LIMIT) {
            out.println("stopped after " + run.state().step() + " of " + training.steps()
                    + " steps; the same command goes on from there");
            out.flush();
            return status == Status.CANCELLED ? Main.CANCELLED : Main.DONE;
        }
        out.println(String.format(
                Locale.ROOT,
                "best %s: %.3f, written to %s",
                training.objective().measure(),
                run.state().bestQuality(),
                run.card()));
        out.flush();
        return Main.DONE;
    }

    private static void say(PrintWriter out, Training training, Training.Row row) {
        out.println(String.format(
                Locale.ROOT,
                "step %d of %d, %.0f s: loss %.4f, %s %.3f",
                row.step(),
                training.steps(),
                row.seconds(),
                row.loss(),
                training.objective().measure(),
                row.quality()));
        out.flush();
    }
}
