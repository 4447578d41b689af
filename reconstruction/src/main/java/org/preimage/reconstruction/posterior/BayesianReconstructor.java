package org.preimage.reconstruction.posterior;

import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;

/**
 * A {@link Reconstructor} that also knows its uncertainty. It stands in the same list of methods as all others; who wants the
 * standard deviation asks {@code reconstructor instanceof BayesianReconstructor}. One that can also hand out images is a
 * {@link PosteriorSampler} as well.
 */
@FunctionalInterface
public interface BayesianReconstructor extends Reconstructor {
    /**
     * Solves the problem with uncertainty. Where it draws, the seed is one of its parameters.
     *
     * @param problem operator and data
     * @param listeners told of each iteration or image; any may cancel
     * @throws IllegalArgumentException if the method cannot take this operator or these data
     */
    PosteriorEstimate estimate(InverseProblem problem, Listener... listeners);

    /** The posterior mean. */
    @Override
    default Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        return estimate(problem, listeners).reconstruction();
    }
}
