package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.parameter.WeightedSolve;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;

/**
 * Least squares with a regulariser as a function of data and weight, by a fixed number of primal-dual iterations.
 *
 * @param method of two terms, the fit and the regulariser
 * @param range of the data
 * @param prior R
 * @param start where all solves without a predecessor begin, the unknowns
 * @param runner runs each solve
 */
record PrimalDualSolve(ChambollePock method, Space range, Regulariser prior, float[] start, Runner runner)
        implements WeightedSolve<ChambollePock.State> {
    @Override
    public Result<ChambollePock.State> solve(float[] data, double weight, ChambollePock.State from) {
        ChambollePock trial = method.with(List.of(new SquaredDistance(range, data), prior.weighted(weight)));
        ChambollePock.State state = from == null ? trial.start(start) : trial.start(from, 1);
        Status status = runner.resume(trial, state).status();
        return new Result<>(state, state.image(0).clone(), prior.weighted(1).value(state.image(1)), status);
    }
}
