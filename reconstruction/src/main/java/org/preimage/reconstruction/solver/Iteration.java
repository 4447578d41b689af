package org.preimage.reconstruction.solver;

/**
 * An iterative method: a record of its problem and parameters, which never change, beside a state that holds every
 * buffer. The loop around {@link #step} belongs to {@link Runner}.
 *
 * @param <S> the state
 */
public interface Iteration<S> {
    /**
     * A fresh state at {@code x0}.
     *
     * @param x0 where to begin; copied, never changed
     */
    S start(float[] x0);

    /** One iteration. */
    void step(S state);

    /** The current solution: a view of the state that the next step may overwrite. */
    float[] solution(S state);

    /**
     * How far from done: a relative, dimensionless measure that tends to 0, such as a relative change or a relative
     * duality gap. Each method says what it measures. May cost as much as a step; called only when the runner records.
     */
    double residual(S state);

    /** The objective at the solution, or NaN where there is none or it is not worth its cost. */
    default double objective(S state) {
        return Double.NaN;
    }

    /** Whether the method has reached its own goal, such as the discrepancy of its data, whatever the residual. */
    default boolean finished(S state) {
        return false;
    }

    /**
     * Walks over all of a state that its next steps depend on, in the same order each time: what {@link Checkpoint} saves and
     * restores.
     *
     * @throws UnsupportedOperationException if the iteration cannot be saved
     */
    default void persist(S state, Checkpoint checkpoint) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot save its state");
    }
}
