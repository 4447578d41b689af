package org.preimage.reconstruction;

import org.preimage.reconstruction.solver.Listener;

/**
 * Turns a measurement into an image: the seam between methods and everything that uses them. Filtered back-projection,
 * total variation and a trained network are all reconstructors. Immutable and reusable.
 */
@FunctionalInterface
public interface Reconstructor {
    /**
     * Solves the problem.
     *
     * @param problem operator and data
     * @param listeners told of each iteration; direct methods tell nobody
     * @throws IllegalArgumentException if the method cannot take this operator or these data
     */
    Reconstruction reconstruct(InverseProblem problem, Listener... listeners);
}
