package org.preimage.reconstruction.solver;

import java.util.List;

/**
 * The end of a run.
 *
 * @param solution the last iterate, or the last finite one
 * @param status why it ended
 * @param iterations how many were made
 * @param history the recorded rows, the start first
 */
public record Outcome(float[] solution, Status status, int iterations, List<Progress.Row> history) {
    public Outcome {
        history = List.copyOf(history);
    }
}
