package org.preimage.priors.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.parallel.Parallel;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * A training with its folder: the state to go on from (training.state), the learning curve (curve.csv), and the trained
 * model (NAME.json, NAME.safetensors), which is written whenever the run ends and has been validated before.
 */
public final class TrainingRun {
    private static final String STATE = "training.state";
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(2);

    private final Recipe recipe;
    private final Training training;
    private final Path folder;
    private final Path from;
    private final String commit;
    private final Training.State state;
    private final boolean resumed;

    /**
     * Begins, or goes on from the state in the folder.
     *
     * @param recipe what is made
     * @param training by that recipe
     * @param folder made if it is not there
     * @param from card of a trained model whose weights are begun with, of which the recipe's may be an extension; null for none
     * @param commit of the program, for the card
     * @throws IOException with one sentence, if a file cannot be read or belongs to another training
     */
    public TrainingRun(Recipe recipe, Training training, Path folder, Path from, String commit) throws IOException {
        this.recipe = recipe;
        this.training = training;
        this.folder = folder;
        this.from = from;
        this.commit = commit;
        Files.createDirectories(folder);
        state = training.start(initial());
        Path file = folder.resolve(STATE);
        resumed = Files.exists(file);
        if (resumed) {
            Checkpoint.restore(training, state, file);
        }
    }

    private float[] initial() throws IOException {
        Weights weights = new Weights(training.objective().layout(), training.initial());
        if (from != null) {
            try {
                weights.take(Bundle.read(from).weights());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(from + " does not fit the recipe: " + e.getMessage(), e);
            }
        }
        return weights.values();
    }

    /** Whether it goes on from an earlier run. */
    public boolean resumed() {
        return resumed;
    }

    /** What changes. */
    public Training.State state() {
        return state;
    }

    /** The file of the model's card. */
    public Path card() {
        return folder.resolve(recipe.name() + ".json");
    }

    /**
     * Trains until all steps are done, the time is over or a listener stops it, and writes what there is then.
     *
     * @param limit of wall time; null for none
     * @param validated told of each validation
     * @param listeners told of each step
     * @return how it ended; CONVERGED where all steps are done
     * @throws IOException if a file cannot be written
     */
    public Status run(Duration limit, Consumer<Training.Row> validated, Listener... listeners) throws IOException {
        int left = (int) (training.steps() - state.step());
        Status status = Status.CONVERGED;
        if (left > 0) {
            Stopping stopping = Stopping.at(left, 0).every(training.validateEvery());
            Listener[] all = new Listener[listeners.length + 1];
            System.arraycopy(listeners, 0, all, 1, listeners.length);
            int[] told = {state.curve().size()};
            all[0] = progress -> {
                List<Training.Row> curve = state.curve();
                for (; told[0] < curve.size(); told[0]++) {
                    validated.accept(curve.get(told[0]));
                    writeCurve();
                }
                return true;
            };
            Runner runner = new Runner(recipe.name(), limit == null ? stopping : stopping.within(limit), all)
                    .saving(folder.resolve(STATE), BETWEEN_SAVES);
            Outcome[] outcome = new Outcome[1];
            try (Torch.Training lock = Torch.training()) {
                // One thread in the operators too: several workers share the samples instead.
                Parallel.withThreads(1, () -> outcome[0] = runner.resume(training, state));
            }
            status = outcome[0].status();
        }
        if (status != Status.DIVERGED && !state.curve().isEmpty()) {
            writeCurve();
            String begun = from == null ? null : from.getFileName().toString();
            recipe.bundle(training, state, commit, state.step() == training.steps(), begun)
                    .write(card());
        }
        return status;
    }

    private void writeCurve() {
        StringBuilder text = new StringBuilder("step,seconds,loss,quality\n");
        for (Training.Row row : state.curve()) {
            text.append(String.format(
                    Locale.ROOT, "%d,%.1f,%.6f,%.4f%n", row.step(), row.seconds(), row.loss(), row.quality()));
        }
        try {
            AtomicFile.write(
                    folder.resolve("curve.csv"),
                    stream -> stream.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
