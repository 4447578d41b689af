package org.preimage.reconstruction.solver;

import java.time.Duration;

/**
 * When a run ends: at the first of its reasons that holds. All but the number of iterations, the time and an iteration's own
 * {@link Iteration#finished} are looked at only in iterations that are recorded; {@code every(1)} records all.
 *
 * @param maxIterations iterations at most, at least 1
 * @param tolerance residual at or below which the run has converged; 0 to run out the iterations
 * @param maxTime wall time at most; null for no limit
 * @param every iterations between records of residual and objective, at least 1
 * @param gap relative duality gap at or below which the run has converged; 0 for none. Only for iterations that have one
 *     ({@link Iteration#gap})
 * @param misfit with which the data are fitted well enough; null for none. Costs an application of the operator at each record
 */
public record Stopping(int maxIterations, double tolerance, Duration maxTime, int every, double gap, Misfit misfit) {
    /** @throws IllegalArgumentException if a number is out of its range */
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
        if (!(gap >= 0)) {
            throw new IllegalArgumentException("gap is " + gap + ", but must not be negative");
        }
    }

    /** At most {@code maxIterations}, fewer if the residual falls to {@code tolerance}; recorded every 10. */
    public static Stopping at(int maxIterations, double tolerance) {
        return new Stopping(maxIterations, tolerance, null, 10, 0, null);
    }

    /** The same with another limit of iterations. */
    public Stopping atMost(int iterations) {
        return new Stopping(iterations, tolerance, maxTime, every, gap, misfit);
    }

    /** The same with another distance of records. */
    public Stopping every(int iterations) {
        return new Stopping(maxIterations, tolerance, maxTime, iterations, gap, misfit);
    }

    /** The same with a limit of wall time. */
    public Stopping within(Duration time) {
        return new Stopping(maxIterations, tolerance, time, every, gap, misfit);
    }

    /** The same, also ended by a relative duality gap. */
    public Stopping gap(double relative) {
        return new Stopping(maxIterations, tolerance, maxTime, every, relative, misfit);
    }

    /** The same, also ended where the data are fitted: early stopping by the discrepancy principle, for any iteration. */
    public Stopping fitting(Misfit goal) {
        return new Stopping(maxIterations, tolerance, maxTime, every, gap, goal);
    }
}
