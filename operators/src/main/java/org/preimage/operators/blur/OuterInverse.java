package org.preimage.operators.blur;

import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * (A* A + rho 1)<sup>-1</sup> = (1 - A* (A A* + rho 1)<sup>-1</sup> A) / rho, where the smaller system is the easy one.
 *
 * @param a the operator
 * @param outer solves (A A* + rho 1) y = s
 */
record OuterInverse(LinearOperator a, DampedNormal outer) implements DampedNormal {
    @Override
    public void solve(double rho, float[] r, float[] x) {
        float[] y = a.apply(r);
        float[] z = a.range().zeros();
        outer.solve(rho, y, z);
        a.adjoint(z, x);
        Vectors.combine(1 / rho, r, -1 / rho, x, x);
    }
}
