package org.preimage.reconstruction.solver;

import java.time.Duration;

/**
 * When a run ends.
 *
 * @param maxIterations iterations at most, at least 1
 * @param tolerance residual at or below which the run has converged; 0 to run out the iterations
 * @param maxTime wall time at most; null for no limit
 * @param every iterations between records of residual and objective (and tests of the tolerance), at least 1
 */
public record Stopping(int maxIterations, double tolerance, Duration maxTime, int every) {
    public Stopping {
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations is " + maxIterations + ", but must be at least 1");
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", but must not be negative");
        }
        if (every < 1) {
            throw new IllegalArgumentException("every is " + every + ", but must be at least 1");
        }
    }

    /** At most {@code maxIterations}, fewer if the residual falls to {@code tolerance}; recorded every 10. */
    public static Stopping at(int maxIterations, double tolerance) {
        return new Stopping(maxIterations, tolerance, null, 10);
    }

    /** The same with another distance of records. */
    public Stopping every(int iterations) {
        return new Stopping(maxIterations, tolerance, maxTime, iterations);
    }

    /** The same with a limit of wall time. */
    public Stopping within(Duration time) {
        return new Stopping(maxIterations, tolerance, time, every);
    }
}
