package org.preimage.priors.method;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.solver.BacktrackingForwardBackward;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Misfit;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
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
        Stopping stopping = Stopping.at(settings.integer("iterations"), settings.number("tolerance"));
        Runner runner = new Runner(method, goal == null ? stopping : stopping.fitting(goal), listeners);
        Path saved = file(settings);
        if (saved == null) {
            return runner.run(descent, start);
        }
        try {
            return runner.saving(saved, BETWEEN_SAVES)
                    .resumeRest(descent, descent.start(start), BacktrackingForwardBackward.State::iteration);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
