package org.preimage.priors.tensor;

import org.preimage.operators.parallel.Parallel;

/** Work that costs each thread the recording of a network. */
public final class Threads {
    private Threads() {}

    /** Runs work on one consecutive piece for each thread; pieces must not depend on each other. */
    public static void pieces(int n, Parallel.Range work) {
        int threads = Math.max(1, Math.min(n, Parallel.threads()));
        Parallel.ranges(n, (n + threads - 1) / threads, (from, to) -> {
            // Within, the thread is alone: pieces of pieces would only wait for each other.
            Parallel.withThreads(1, () -> work.run(from, to));
        });
    }
}
