package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
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

    /**
     * Runs an iteration from a fresh state, or on from where the file stands.
     *
     * @throws UncheckedIOException if the file cannot be read or written, or belongs to another run
     */
    <S> Outcome run(Iteration<S> iteration, S fresh, int most) {
        Runner runner = new Runner(name, Stopping.at(most, 0), listeners);
        try {
            return state.equals(NONE)
                    ? runner.resume(iteration, fresh)
                    : runner.saving(Path.of(state + "." + part), BETWEEN_SAVES).resumeSaved(iteration, fresh);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
