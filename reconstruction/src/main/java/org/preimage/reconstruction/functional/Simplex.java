package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The constraint x_i &gt;= 0 and sum_i x_i = s: shares of a whole, a total that is known. The proximal map is the exact
 * projection max(0, v_i - tau); the conjugate is f*(y) = s max_i y_i.
 */
public final class Simplex implements Proximable {
    /** Relative error of the sum that the rounding of floats may leave. */
    private static final double ROUNDING = 1e-5;

    private final Space domain;
    private final double sum;

    /**
     * @param domain a real space
     * @param sum s, positive
     * @throws IllegalArgumentException if the space is complex or the sum is not positive
     */
    public Simplex(Space domain, double sum) {
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but a simplex needs a real one");
        }
        this.domain = domain;
        this.sum = SquaredDistance.requirePositive("sum", sum);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        double total = Vectors.sum(x.length, (from, to) -> {
            double part = 0;
            for (int i = from; i < to; i++) {
                part += x[i] < 0 ? Double.POSITIVE_INFINITY : x[i];
            }
            return part;
        });
        return Math.abs(total - sum) <= ROUNDING * sum ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double tau = SimplexThreshold.of(v, sum);
        Parallel.ranges(v.length, SquaredDistance.BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (float) Math.max(0, v[i] - tau);
            }
        });
        return 0;
    }

    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double largest = Double.NEGATIVE_INFINITY;
        for (float v : y) {
            largest = Math.max(largest, v);
        }
        return sum * largest;
    }
}
