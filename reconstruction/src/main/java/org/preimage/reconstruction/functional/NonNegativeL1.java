package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * f(x) = w sum_i x_i where all x_i &gt;= 0, else infinity: a sparse image without negative values. The proximal map is
 * max(0, v - gamma w), the conjugate the indicator of y_i &lt;= w for all i.
 */
public final class NonNegativeL1 implements Proximable {
    private final Space domain;
    private final Box positive;
    private final double weight;

    /**
     * @param domain a real space
     * @param weight w, positive
     * @throws IllegalArgumentException if the space is complex or the weight is not positive
     */
    public NonNegativeL1(Space domain, double weight) {
        this.domain = domain;
        this.positive = Box.nonNegative(domain);
        this.weight = SquaredDistance.requirePositive("weight", weight);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        return positive.value(x) + sum(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        float shift = (float) (SquaredDistance.requirePositive("gamma", gamma) * weight);
        for (int i = 0; i < v.length; i++) {
            out[i] = Math.max(0, v[i] - shift);
        }
        return sum(out);
    }

    private double sum(float[] x) {
        return weight
                * Vectors.sum(x.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += x[i];
                    }
                    return sum;
                });
    }

    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double limit = weight * (1 + GroupL1.ROUNDING);
        for (float v : y) {
            if (v > limit) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return 0;
    }

    /** bound sum_i max(0, y_i - w). */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        double sum = 0;
        for (float v : y) {
            sum += Math.max(0, v - weight);
        }
        return bound * sum;
    }
}
