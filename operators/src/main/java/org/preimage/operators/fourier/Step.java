package org.preimage.operators.fourier;

/** One butterfly of a {@link BatchFft} on some of the rows of a batch. */
interface Step {
    /**
     * @param re rows of real parts
     * @param im rows of imaginary parts
     * @param n numbers of a row
     */
    void run(float[][] re, float[][] im, int n);
}
