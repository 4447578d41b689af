package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The data fidelity f(x) = 1/2 |A x - b|<sup>2</sup> by its proximal map, (A*A + 1 / gamma)<sup>-1</sup> (A*b + v / gamma): in closed
 * form where A has one, else by conjugate gradients from v. For schemes that take the step of the prior as a gradient and that of
 * the data as a proximal map, which do not feel how badly A is conditioned.
 *
 * @param fit A and b
 * @param iterations conjugate gradients at most
 * @param tolerance residual, relative to the right-hand side, at which they end
 */
public record ProximalLeastSquares(LeastSquares fit, int iterations, double tolerance) implements Proximable {
    public ProximalLeastSquares {
        if (iterations < 1 || !(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("iterations is " + iterations + " and tolerance " + tolerance
                    + ", but there must be at least one, and a tolerance from 0 to below 1");
        }
    }

    @Override
    public Space domain() {
        return fit.domain();
    }

    @Override
    public double value(float[] x) {
        return fit.value(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        fit.domain().require("v", v);
        fit.domain().require("out", out);
        float[] at = v.clone();
        if (out != v) {
            System.arraycopy(v, 0, out, 0, v.length);
        }
        new ProximalFit(fit, iterations, tolerance).solve(1 / gamma, at, out);
        return fit.value(out);
    }
}
