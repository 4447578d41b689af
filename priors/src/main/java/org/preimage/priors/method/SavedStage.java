package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * One of several stages of a method, whose progress may be kept in a file of its own. A stage that was finished is not run again.
 *
 * @param name told to the listeners
 * @param state where names of files begin; {@value #NONE} for none
 * @param part what ends this stage's
 * @param listeners told of each iteration; they may cancel
 */
record SavedStage(String name, String state, String part, Listener... listeners) {
    static final String NONE = "none";

    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    /** How it ended, with the iterations of this run. */
    record Ended(Status status, int iterations, List<Progress.Row> history) {}

    /**
     * Runs an iteration from a fresh state, or on from where the file stands.
     *
     * @throws UncheckedIOException if the file cannot be read or written, or belongs to another run
     */
    <S> Ended run(Iteration<S> iteration, S fresh, int most) {
        Runner runner = new Runner(name, Stopping.at(most, 0), listeners);
        if (!state.equals(NONE)) {
            Path file = Path.of(state + "." + part);
            try {
                if (Files.exists(file)) {
                    Checkpoint.restore(iteration, fresh, file);
                    if (iteration.finished(fresh)) {
                        return new Ended(Status.CONVERGED, 0, List.of());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            runner = runner.saving(file, BETWEEN_SAVES);
        }
        Outcome outcome = runner.resume(iteration, fresh);
        return new Ended(outcome.status(), outcome.iterations(), outcome.history());
    }
}
