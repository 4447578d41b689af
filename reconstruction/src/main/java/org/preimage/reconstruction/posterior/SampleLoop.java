package org.preimage.reconstruction.posterior;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * The loop around draws: sink, finiteness, listeners.
 *
 * @param stage what runs, told to the listeners
 * @param n images to draw, at least 1
 */
public record SampleLoop(String stage, int n) {
    /** @throws IllegalArgumentException if n is smaller than 1 */
    public SampleLoop {
        if (n < 1) {
            throw new IllegalArgumentException("n is " + n + " images to draw, but must be at least 1");
        }
    }

    /**
     * Draws until there are n images. Listeners see the number drawn and a copy of the newest.
     *
     * @param draw gives the next image, in an array that it may use again, or null if it was cancelled on the way
     * @param sink is handed each image that is finite
     * @param listeners all are told after each image; any may cancel
     * @return {@link Status#DIVERGED} at the first image that is not finite, {@link Status#CANCELLED}, or
     *     {@link Status#CONVERGED}
     */
    public Status run(Supplier<float[]> draw, Consumer<float[]> sink, Listener... listeners) {
        List<Listener> all = List.of(listeners);
        for (int k = 1; k <= n; k++) {
            float[] x = draw.get();
            if (x == null) {
                return Status.CANCELLED;
            }
            for (float v : x) {
                if (!Float.isFinite(v)) {
                    return Status.DIVERGED;
                }
            }
            sink.accept(x);
            Progress progress = new Progress(stage, k, n, null, x::clone);
            boolean goOn = true;
            for (Listener listener : all) {
                goOn &= listener.onIteration(progress);
            }
            if (!goOn && k < n) {
                return Status.CANCELLED;
            }
        }
        return Status.CONVERGED;
    }
}
