package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Huber's function f(z) = w sum_i h(z_i), h(t) = t<sup>2</sup>/2 for |t| &lt;= delta, else delta |t| - delta<sup>2</sup>/2, of
 * the floats. Of a gradient it smooths, and keeps edges higher than delta.
 *
 * <p>The proximal map is z / (1 + gamma w) for |z| &lt;= delta (1 + gamma w), else z - gamma w delta sign(z); the conjugate is
 * |y|<sup>2</sup> / (2w) where all |y_i| &lt;= w delta.
 *
 * <p>Huber 1964, Robust estimation of a location parameter, Ann. Math. Stat. 35.
 */
public final class Huber implements Proximable, Differentiable {
    private final Space domain;
    private final double weight;
    private final double delta;

    /**
     * @param domain where z lives
     * @param weight w, positive
     * @param delta where the parabola ends; positive, and infinite for half of w |z|<sup>2</sup>
     * @throws IllegalArgumentException if a number is not positive
     */
    public Huber(Space domain, double weight, double delta) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("delta is " + delta + ", but must be positive");
        }
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.delta = delta;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] z) {
        domain.require("z", z);
        return weight
                * Vectors.sum(z.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        double t = Math.abs(z[i]);
                        double inner = Math.min(t, delta);
                        // Where t lies within, the second product is zero, also for an infinite delta.
                        sum += 0.5 * inner * inner + (t > delta ? delta * (t - delta) : 0);
                    }
                    return sum;
                });
    }

    @Override
    public double gradient(float[] z, float[] out) {
        domain.require("z", z);
        domain.require("out", out);
        float w = (float) weight;
        float d = (float) delta;
        Parallel.ranges(z.length, SquaredDistance.BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = w * Math.max(-d, Math.min(d, z[i]));
            }
        });
        return value(z);
    }

    @Override
    public double lipschitz() {
        return weight;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double gw = SquaredDistance.requirePositive("gamma", gamma) * weight;
        Parallel.ranges(v.length, SquaredDistance.BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                double slope = v[i] / (1 + gw);
                out[i] = (float) (v[i] - gw * Math.max(-delta, Math.min(delta, slope)));
            }
        });
        return value(out);
    }

    @Override
    public double conjugateValue(float[] y) {
        double limit = weight * delta * (1 + GroupL1.ROUNDING);
        for (float t : y) {
            if (Math.abs(t) > limit) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return 0.5 / weight * Vectors.normSquared(y);
    }

    /** f* with prox_{gamma f*}(v) = v / (1 + gamma / w), clipped to -w delta and w delta. */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                domain.require("v", v);
                domain.require("out", out);
                float share = (float) (1 / (1 + SquaredDistance.requirePositive("gamma", gamma) / weight));
                float limit = (float) (weight * delta);
                Parallel.ranges(v.length, SquaredDistance.BLOCK, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = Math.max(-limit, Math.min(limit, share * v[i]));
                    }
                });
                return value(out);
            }
        };
    }
}
