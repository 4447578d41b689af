package org.preimage.examples.benchmark;

import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/**
 * How much of Java's heap a method needs while it iterates: collects garbage at the first and the eighth iteration,
 * whatever stage they belong to, and looks what is left. Then it ends the run, which is for nothing else: the collections would be timed.
 */
final class HeapProbe implements Listener {
    private static final int LAST = 8;

    private final long before = PeakMemory.needed();
    private int iterations;
    private long most = -1;

    @Override
    public synchronized boolean onIteration(Progress progress) {
        iterations++;
        if (iterations == 1 || iterations == LAST) {
            most = Math.max(most, Math.max(0, PeakMemory.needed() - before));
        }
        return iterations < LAST;
    }

    /** Bytes beyond those in use before; -1 if there was no iteration. */
    synchronized long bytes() {
        return most;
    }
}
