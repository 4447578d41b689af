package org.preimage.reconstruction.functional;

import java.util.function.Supplier;

/**
 * One iteration of the primal-dual method for a term f(K x) in a single pass over memory: while a piece of the dual variable is
 * at hand, K* y is formed, handed to the primal half of the iteration, and the dual half done with what that gives back,
 *
 * <pre>
 * u  = 2 x' - x,  from K* y, by the primal half
 * y' = prox_{sigma f*}(y + sigma K u)
 * y += rho (y' - y),   mean += share (y' - mean)
 * </pre>
 *
 * so that neither K u nor K* y exists as a whole array. Functionals offer it for operators that couple only neighbours ({@link
 * Proximable#sweep}).
 */
public interface DualSweep {
    /** The primal half of the iteration, for one piece of the image at a time. */
    @FunctionalInterface
    interface Primal {
        /**
         * Takes a step for the entries {@code at} to {@code at + row.length}, less one.
         *
         * @param row K* y there; replaced by 2 x' - x
         */
        void step(int at, float[] row);
    }

    /**
     * One iteration. Every entry of the image belongs to exactly one piece, of one length for all; which pieces there are does not
     * depend on the number of threads.
     *
     * @param y the dual variable, on the range of K; zero at first
     * @param mean of y' over some iterations; null if none is wanted
     * @param share of this iteration in the mean
     * @param sigma dual step, positive
     * @param rho relaxation
     * @param primal makes the primal half, one for each thread
     */
    void step(float[] y, float[] mean, double share, double sigma, double rho, Supplier<Primal> primal);
}
