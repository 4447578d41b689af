package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * The discrepancy principle as a reason to stop: |A x - b| &lt;= r. Iterations that begin with smooth images regularise when they
 * end where the misfit meets the noise (Morozov 1966, On the solution of functional equations by the method of regularization,
 * Soviet Math. Dokl. 7).
 *
 * @param operator A
 * @param data b, in its range; not copied
 * @param radius r, positive
 */
public record Misfit(LinearOperator operator, float[] data, double radius) {
    /** @throws IllegalArgumentException if the data do not fit the range or the radius is not positive and finite */
    public Misfit {
        operator.range().require("data", data);
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("radius is " + radius + ", but must be positive and finite");
        }
    }

    /**
     * The misfit that noise leaves, r = tau sigma sqrt(m) for all m floats of the data.
     *
     * @param tau safety factor, at least 1
     * @param sigma standard deviation of the noise, of the real part where data are complex, positive
     */
    public static Misfit ofNoise(LinearOperator operator, float[] data, double tau, double sigma) {
        if (!(tau >= 1)) {
            throw new IllegalArgumentException("tau is " + tau + ", but must be at least 1");
        }
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive");
        }
        return new Misfit(operator, data, tau * sigma * Math.sqrt(data.length));
    }

    /** Whether x fits, for the price of one application of A. */
    boolean met(float[] x) {
        return Math.sqrt(Vectors.distanceSquared(operator.apply(x), data)) <= radius;
    }
}
