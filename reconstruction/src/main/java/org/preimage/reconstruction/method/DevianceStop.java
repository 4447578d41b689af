package org.preimage.reconstruction.method;

import java.util.function.ToDoubleFunction;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * An iteration for counts that ends where their divergence meets a goal.
 *
 * @param method the iteration
 * @param divergence half the deviance of its state
 * @param goal what noise makes; 0 to go on
 */
record DevianceStop<S>(Iteration<S> method, ToDoubleFunction<S> divergence, double goal) implements Iteration<S> {
    @Override
    public S start(float[] x0) {
        return method.start(x0);
    }

    @Override
    public void step(S state) {
        method.step(state);
    }

    @Override
    public float[] solution(S state) {
        return method.solution(state);
    }

    @Override
    public double residual(S state) {
        return method.residual(state);
    }

    @Override
    public double objective(S state) {
        return method.objective(state);
    }

    @Override
    public boolean finished(S state) {
        return method.finished(state) || goal > 0 && divergence.applyAsDouble(state) <= goal;
    }

    @Override
    public void persist(S state, Checkpoint checkpoint) {
        method.persist(state, checkpoint);
    }
}
