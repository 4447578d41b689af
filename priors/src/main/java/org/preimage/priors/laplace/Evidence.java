package org.preimage.priors.laplace;

/**
 * The marginal likelihood of a {@link LinearModel},
 *
 * <pre>log p(y) = -1/2 &lt;y', K<sup>-1</sup> y'&gt; - 1/2 log det K - m/2 log 2 pi,   K = sum_b v_b H_b + s<sup>2</sup>,</pre>
 *
 * with H_b = A J_b J_b* A*, and what its derivatives are made of: with a = K<sup>-1</sup> y' that with respect to v_b is
 * 1/2 &lt;a, H_b a&gt; - 1/2 tr(K<sup>-1</sup> H_b), and that with respect to s<sup>2</sup> is 1/2 |a|<sup>2</sup> - 1/2 tr K<sup>-1</sup>.
 *
 * <p>As <pre>&lt;y', K<sup>-1</sup> y'&gt; = min over w of |y' - A J w|<sup>2</sup> / s<sup>2</sup> + &lt;w, V<sup>-1</sup> w&gt;,</pre>
 * it is the evidence of Antoran et al. (2023) with the weights fitted anew in the linear model for each choice of variances.
 */
public interface Evidence {
    /** Its value and what its derivatives are made of. */
    final class Terms {
        /** log p(y); NaN where only derivatives are known. */
        final double value;

        /** &lt;a, H_b a&gt;. */
        final double[] fit;

        /** tr(K<sup>-1</sup> H_b). */
        final double[] trace;

        /** |a|<sup>2</sup>. */
        final double noiseFit;

        /** tr K<sup>-1</sup>. */
        final double noiseTrace;

        Terms(double value, double[] fit, double[] trace, double noiseFit, double noiseTrace) {
            this.value = value;
            this.fit = fit;
            this.trace = trace;
            this.noiseFit = noiseFit;
            this.noiseTrace = noiseTrace;
        }
    }

    /** The number of v_b. */
    int blocks();

    /** Length of arrays that are kept from one call to the next, as solutions with which the next search begins; 0 for none. */
    int memory();

    /**
     * The terms.
     *
     * @param variances v_b, positive
     * @param noise s<sup>2</sup>, positive
     * @param memory what the last call left there, at first zeros
     * @throws IllegalArgumentException if K is not positive definite in the numbers' precision
     */
    Terms at(double[] variances, double noise, float[] memory);
}
