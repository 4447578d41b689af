package org.preimage.reconstruction.solver;

/** Is told of every iteration, and may stop the run. */
@FunctionalInterface
public interface Listener {
    /**
     * Called after each iteration on the thread that runs it.
     *
     * @return false to cancel
     */
    boolean onIteration(Progress progress);
}
