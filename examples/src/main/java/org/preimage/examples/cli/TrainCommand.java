package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.preimage.examples.report.Environment;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.parallel.Parallel;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Recipe;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.training.Training;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
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
    private static final String STATE = "training.state";

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
        Files.createDirectories(folder);
        try (Torch.Training lock = Torch.training()) {
            Training training = recipe.training(
                    seed, data, ComputeDevice.named(device), threads, steps == null ? recipe.steps() : steps);
            return train(recipe, training, out);
        }
    }

    private int train(Recipe recipe, Training training, PrintWriter out) throws IOException {
        Path file = folder.resolve(STATE);
        Training.State state = training.start(initial(training));
        if (Files.exists(file)) {
            Checkpoint.restore(training, state, file);
            out.println("going on after " + state.step() + " steps");
        }
        int left = (int) (training.steps() - state.step());
        if (left > 0) {
            Stopping stopping = Stopping.at(left, 0).every(training.validateEvery());
            if (seconds != null) {
                stopping = stopping.within(Duration.ofMillis((long) (1000 * seconds)));
            }
            int[] told = {state.curve().size()};
            try (ProgressDisplay display = progress.open()) {
                Listener validations = p -> {
                    List<Training.Row> curve = state.curve();
                    for (; told[0] < curve.size(); told[0]++) {
                        say(out, training, curve.get(told[0]));
                        write(curve);
                    }
                    return true;
                };
                Runner runner =
                        new Runner(recipe.name(), stopping, validations, display).saving(file, Duration.ofMinutes(2));
                Outcome[] outcome = new Outcome[1];
                // One thread in the operators too: several workers share the samples instead.
                Parallel.withThreads(1, () -> outcome[0] = runner.resume(training, state));
                if (outcome[0].status() != Status.DIVERGED && !state.curve().isEmpty()) {
                    write(recipe, training, state, false);
                }
                if (outcome[0].status() == Status.CANCELLED || outcome[0].status() == Status.TIME_LIMIT) {
                    out.println("stopped after " + state.step() + " of " + training.steps()
                            + " steps; the same command goes on from there");
                    out.flush();
                    return outcome[0].status() == Status.CANCELLED ? Main.CANCELLED : Main.DONE;
                }
                if (outcome[0].status() == Status.DIVERGED) {
                    throw new IllegalArgumentException("the training of " + recipe.name() + " diverged at step "
                            + state.step() + "; the state before is in " + file);
                }
            }
        }
        write(state.curve());
        Path card = write(recipe, training, state, true);
        out.println(String.format(
                Locale.ROOT,
                "best %s: %.3f, written to %s",
                training.objective().measure(),
                state.bestQuality(),
                card));
        out.flush();
        return Main.DONE;
    }

    private float[] initial(Training training) throws IOException {
        Weights weights = new Weights(training.objective().layout(), training.initial());
        if (from != null) {
            try {
                weights.take(Bundle.read(from).weights());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--from " + from + " does not fit: " + e.getMessage(), e);
            }
        }
        return weights.values();
    }

    private Path write(Recipe recipe, Training training, Training.State state, boolean tested) throws IOException {
        Path card = folder.resolve(recipe.name() + ".json");
        recipe.bundle(
                        training,
                        state,
                        Environment.commit(),
                        tested,
                        from == null ? null : from.getFileName().toString())
                .write(card);
        return card;
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

    private void write(List<Training.Row> curve) {
        StringBuilder text = new StringBuilder("step,seconds,loss,quality\n");
        for (Iterator<Training.Row> i = curve.iterator(); i.hasNext(); ) {
            Training.Row row = i.next();
            text.append(String.format(
                    Locale.ROOT, "%d,%.1f,%.6f,%.4f%n", row.step(), row.seconds(), row.loss(), row.quality()));
        }
        try {
            AtomicFile.write(
                    folder.resolve("curve.csv"),
                    stream -> stream.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e.getMessage(), e);
        }
    }
}
