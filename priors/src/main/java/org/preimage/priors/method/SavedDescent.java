package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.solver.BacktrackingForwardBackward;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Misfit;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * A descent whose progress can be kept in a file: an interrupted run goes on for the iterations that are left.
 *
 * @param method name for listeners
 * @param settings with "iterations", "tolerance" and {@link #STATE}
 */
record SavedDescent(String method, Settings settings) {
    private static final String NONE = "none";
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    static final Parameter STATE = Parameter.text(
            "state",
            NONE,
            "File that keeps the progress, from which an interrupted run of the same settings goes on; none for no file.");

    static final Parameter TOLERANCE = Parameter.number(
            "tolerance", 1e-5, 0, 1, "", "Relative change of the image in one iteration at which to stop.");

    /** The file that {@link #STATE} names; null for none. */
    static Path file(Settings settings) {
        String file = settings.text("state");
        return file.equals(NONE) ? null : Path.of(file);
    }

    /**
     * Runs it.
     *
     * @param goal misfit at which to end; null for none
     */
    Outcome run(BacktrackingForwardBackward descent, float[] start, Misfit goal, Listener... listeners) {
        BacktrackingForwardBackward.State state = descent.start(start);
        Path saved = file(settings);
        try {
            if (saved != null && Files.exists(saved)) {
                Checkpoint.restore(descent, state, saved);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        int left = settings.integer("iterations") - state.iteration();
        if (left <= 0) {
            return new Outcome(descent.solution(state).clone(), Status.ITERATION_LIMIT, 0, List.of());
        }
        Stopping stopping = Stopping.at(left, settings.number("tolerance"));
        Runner runner = new Runner(method, goal == null ? stopping : stopping.fitting(goal), listeners);
        return (saved == null ? runner : runner.saving(saved, BETWEEN_SAVES)).resume(descent, state);
    }
}
