package org.preimage.operators;

/**
 * Solves (A* A + rho 1) x = r in closed form, for operators that have one: the inner step of ADMM and of plug-and-play
 * methods, x = argmin 1/2 |A x - b|<sup>2</sup> + rho/2 |x - v|<sup>2</sup> with r = A* b + rho v.
 *
 * <p>{@link LinearOperator#dampedNormal} gives it. Immutable; for any number of threads.
 */
@FunctionalInterface
public interface DampedNormal {
    /**
     * Solves (A* A + rho 1) x = r.
     *
     * @param rho greater than 0
     * @param r right-hand side, in the domain of A; not changed
     * @param x is overwritten; another array than {@code r}
     */
    void solve(double rho, float[] r, float[] x);
}
