package org.preimage.reconstruction.functional;

/** A functional with a Lipschitz continuous gradient. */
public interface Differentiable extends Functional {
    /**
     * Writes the gradient of f at x.
     *
     * @param x the point; not changed
     * @param out result; another array than {@code x}
     * @return f(x), which falls out of the computation
     */
    double gradient(float[] x, float[] out);

    /**
     * A Lipschitz constant of the gradient, |grad f(x) - grad f(y)| &lt;= L |x - y|: at least the smallest one. Infinite where none is
     * known, so that a solver has to search its steps.
     */
    double lipschitz();
}
