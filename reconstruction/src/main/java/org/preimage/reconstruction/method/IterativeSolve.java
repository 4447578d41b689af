package org.preimage.reconstruction.method;

import java.util.function.ToDoubleFunction;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.parameter.WeightedSolve;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;

/**
 * A reconstruction as a function of data and weight, by an iteration that an image alone lets begin.
 *
 * @param operator A
 * @param iteration for data and weight
 * @param prior R(x) of weight 1
 * @param start where all solves without a predecessor begin
 * @param linear whether the solution is linear in the data
 * @param runner runs each solve: a fixed number of steps, or to a tolerance where the solution is linear in the data
 */
record IterativeSolve(
        LinearOperator operator,
        Weighted iteration,
        ToDoubleFunction<float[]> prior,
        float[] start,
        boolean linear,
        Runner runner)
        implements WeightedSolve<float[]> {
    /** Makes the iteration for data and a weight. */
    @FunctionalInterface
    interface Weighted {
        Iteration<?> of(float[] data, double weight);
    }

    @Override
    public Result<float[]> solve(float[] data, double weight, float[] from) {
        Outcome outcome = runner.run(iteration.of(data, weight), from == null ? start : from);
        float[] x = outcome.solution();
        return new Result<>(x, operator.apply(x), prior.applyAsDouble(x), outcome.status());
    }
}
