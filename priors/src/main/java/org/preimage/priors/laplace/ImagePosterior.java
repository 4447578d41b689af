package org.preimage.priors.laplace;

import org.preimage.operators.space.Space;

/** The Gaussian posterior of the image N(x*, S - S A* K<sup>-1</sup> A S) in a {@link LinearModel} whose variances are chosen. */
public interface ImagePosterior {
    /** Where images live. */
    Space space();

    /** x*. */
    float[] mean();

    /** The covariance times an image. */
    float[] covarianceTimes(float[] v);

    /**
     * Images drawn from the posterior.
     *
     * @param seed of all samples
     * @param first the number of the first of them: sample k is the same whatever is drawn with it
     * @param count how many
     */
    float[][] samples(long seed, int first, int count);
}
