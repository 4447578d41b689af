package org.preimage.reconstruction.stability;

import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;

/**
 * Looks for the worst change e of given size of the data:
 *
 * <pre>maximise |R(y + e) - R(y)|<sup>2</sup> subject to |e| = size.</pre>
 *
 * <p>V. Antun, F. Renna, C. Poon, B. Adcock and A. C. Hansen, "On instabilities of deep learning in image reconstruction and the
 * potential costs of AI", PNAS 117 (2020), maximise 1/2 |R(y + A r) - R(y)|<sup>2</sup> - lambda/2 |r|<sup>2</sup> over changes r
 * of the image, for an algorithm-specific lambda. Here e is any vector of the data space, as noise is, and its size is held
 * fixed instead, so that methods are compared at the same |e|: lambda is then the multiplier of the constraint.
 *
 * <p>What is found is a lower bound of the worst case: a search within a budget may miss it.
 */
public interface PerturbationSearch {
    /**
     * Searches.
     *
     * @param reconstructor R
     * @param problem operator and data y
     * @param before R(y)
     * @param size |e|, positive
     * @param start where to begin, in the range of the operator, of any length but zero; null for random noise
     * @param random makes what the search tries
     * @param listeners told after each reconstruction; they may cancel
     * @return the worst that was found, of the size asked for but for rounding
     * @throws IllegalArgumentException if the size is not positive, or the method cannot take the problem
     * @throws CancellationException if a listener cancels
     */
    Perturbation search(
            Reconstructor reconstructor,
            InverseProblem problem,
            Image before,
            double size,
            float[] start,
            RandomGenerator random,
            Listener... listeners);

    /**
     * {@link GradientAscent} where a reconstructor has a derivative, else {@link DifferenceAscent}.
     *
     * @param differentiable reconstructions with derivative at most, if there is one
     * @param black reconstructions at most, if not
     */
    static PerturbationSearch suited(Reconstructor reconstructor, int differentiable, int black) {
        return reconstructor instanceof DifferentiableReconstructor
                ? GradientAscent.of(differentiable)
                : new DifferenceAscent(black);
    }
}
