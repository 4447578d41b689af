package org.preimage.reconstruction.parameter;

import org.preimage.reconstruction.solver.Status;

/**
 * A reconstruction as a function of its data and its weight: what a {@link WeightRule} needs of a method.
 *
 * <p>For derivatives by differences it must be a smooth function of the data: the same start, and the same number of steps
 * whatever the data. It need not have converged. A method that is linear in its data may end by a tolerance instead.
 *
 * @param <S> where a solve ends and the next one, of another weight, begins
 */
@FunctionalInterface
public interface WeightedSolve<S> {
    /**
     * The end of a solve.
     *
     * @param state where the next solve may begin; null if there is nothing to hand on
     * @param projections A x, not changed by later solves
     * @param prior R(x) of weight 1
     * @param status {@link Status#CANCELLED} if a listener ended it
     */
    record Result<S>(S state, float[] projections, double prior, Status status) {}

    /**
     * Solves.
     *
     * @param data in the operator's range
     * @param weight positive
     * @param from where to begin, not changed; null for the method's own start, the same for all data
     */
    Result<S> solve(float[] data, double weight, S from);

    /** Whether the solution is linear in the data, so that degrees of freedom need no differences. */
    default boolean linear() {
        return false;
    }
}
