package org.preimage.operators;

import org.preimage.operators.space.Space;

/**
 * The analysis operator of a frame, x -&gt; (&lt;x, psi_i&gt;)_i, as of wavelets or shearlets: injective, with a left
 * inverse. Of a Parseval frame, an orthonormal basis for one, |S x| = |x|, and the adjoint is an inverse.
 *
 * <p>Some of the coefficients, the approximation, belong to the coarsest scale, where images are not sparse.
 *
 * <p>I. Daubechies, Ten Lectures on Wavelets, SIAM 1992, chapter 3.
 */
public abstract class AnalysisOperator extends LinearOperator {
    protected AnalysisOperator(Space domain, Space range) {
        super(domain, range);
    }

    /** How many of the first coefficients along each axis of the range are the approximation's. */
    public abstract int[] approximation();

    /**
     * The norms of the frame's elements |psi_i|, which are the standard deviations of coefficients of white noise of unit
     * standard deviation: one for each index along the last axis of the range where they depend on it, else a single one.
     * A basis of elements of about the same norm, as of wavelets, counts as 1.
     */
    public double[] norms() {
        return new double[] {1};
    }

    /** Whether the adjoint is the inverse. */
    public abstract boolean isParseval();

    /** A left inverse: image from coefficients. */
    public abstract LinearOperator inverse();

    /** Coefficients for each number of the domain. */
    public final double redundancy() {
        return (double) range().points() / domain().points();
    }

    /** The identity for a Parseval frame. */
    @Override
    public LinearOperator gram() {
        return isParseval() ? new Identity(domain()) : super.gram();
    }

    @Override
    protected double computeNorm() {
        return isParseval() ? 1 : super.computeNorm();
    }
}
