package org.preimage.reconstruction.functional;

/** A functional with products of its Hessian and vectors, for methods of Newton's kind. */
public interface TwiceDifferentiable extends Differentiable {
    /**
     * Writes H v, H the Hessian of f at x; of functionals that are piecewise twice differentiable, a generalised one.
     *
     * @param x the point; not changed
     * @param v the vector; not changed
     * @param out result; another array than {@code x} and {@code v}
     */
    void hessian(float[] x, float[] v, float[] out);
}
