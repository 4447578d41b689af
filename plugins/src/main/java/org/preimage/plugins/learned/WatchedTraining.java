package org.preimage.plugins.learned;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.preimage.plugins.Job;
import org.preimage.priors.training.Training;
import org.preimage.priors.training.TrainingRun;
import org.preimage.reconstruction.solver.Status;
import org.scijava.log.LogService;

/**
 * A training that the user sees, and that stops when the user wishes.
 *
 * @param name of the recipe
 * @param run its folder
 * @param training what it does
 */
record WatchedTraining(String name, TrainingRun run, Training training) {
    /**
     * Trains.
     *
     * @param minutes at most; 0 for no limit
     * @throws IOException if a file cannot be written
     * @throws IllegalArgumentException in one sentence, if minutes are negative or the training diverges
     */
    Status watched(double minutes, LogService log, Job job) throws IOException {
        if (!(minutes >= 0)) {
            throw new IllegalArgumentException("minutes is " + minutes + ", but must not be negative");
        }
        Duration limit = minutes == 0 ? null : Duration.ofMillis((long) (60_000 * minutes));
        Status status = run.run(
                limit,
                row -> log.info(String.format(
                        Locale.ROOT,
                        "%s: step %d of %d, %s %.3g",
                        name,
                        row.step(),
                        training.steps(),
                        training.objective().measure(),
                        row.quality())),
                progress -> job.iterated(0, progress));
        if (status == Status.DIVERGED) {
            throw new IllegalArgumentException("the training of " + name + " diverged at step "
                    + run.state().step() + "; the last state that was saved is kept");
        }
        return status;
    }

    /** What is there after a stop, for the user. */
    String stopped() {
        return "stopped after " + run.state().step() + " of " + training.steps()
                + " steps; the same command goes on from there";
    }
}
