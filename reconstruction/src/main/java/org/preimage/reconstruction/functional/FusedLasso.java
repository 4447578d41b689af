package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The fused lasso along one axis: on each of its lines
 *
 * <pre>f(x) = w_1 sum_i |x_i| + w_2 sum_i |x_{i+1} - x_i|,</pre>
 *
 * few values that are not zero, in few steps. The proximal map is exact and takes time linear in the samples: total variation's by
 * dynamic programming, then soft thresholding by gamma w_1.
 *
 * <p>Tibshirani, Saunders, Rosset, Zhu and Knight 2005, Sparsity and smoothness via the fused lasso, J. R. Stat. Soc. B 67;
 * Friedman, Hastie, Hoefling and Tibshirani 2007, Pathwise coordinate optimization, Ann. Appl. Stat. 1 (that the thresholding may
 * come last); Johnson 2013, A dynamic programming algorithm for the fused lasso and L0-segmentation, J. Comput. Graph. Stat. 22.
 */
public final class FusedLasso implements Proximable {
    private final Space domain;
    private final double sparsity;
    private final double variation;
    private final int size;
    private final int stride;
    private final int lines;

    /**
     * @param domain a real space
     * @param axis along which differences are taken
     * @param sparsity w_1, not negative
     * @param variation w_2, positive
     * @throws IllegalArgumentException if the space is complex or has no such axis, or a weight is not allowed
     */
    public FusedLasso(Space domain, int axis, double sparsity, double variation) {
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but a fused lasso needs a real one");
        }
        if (axis < 0 || axis >= domain.dimensions()) {
            throw new IllegalArgumentException("axis is " + axis + ", but must be one of " + domain);
        }
        if (!(sparsity >= 0) || Double.isInfinite(sparsity)) {
            throw new IllegalArgumentException("sparsity is " + sparsity + ", but must be finite and not negative");
        }
        this.domain = domain;
        this.sparsity = sparsity;
        this.variation = SquaredDistance.requirePositive("variation", variation);
        this.size = domain.size(axis);
        int floats = 1;
        for (int i = 0; i < axis; i++) {
            floats *= domain.size(i);
        }
        this.stride = floats;
        this.lines = domain.length() / size;
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** The float at which a line begins. */
    private int start(int line) {
        return line / stride * stride * size + line % stride;
    }

    private interface Line {
        double of(int start, LineTotalVariation work);
    }

    /** The sum over the lines, in an order that threads do not change. */
    private double sum(Line term) {
        double[] sums = new double[lines];
        Parallel.ranges(lines, Math.max(1, (1 << 12) / size), (from, to) -> {
            LineTotalVariation work = new LineTotalVariation(size, stride);
            for (int l = from; l < to; l++) {
                sums[l] = term.of(start(l), work);
            }
        });
        double total = 0;
        for (double s : sums) {
            total += s;
        }
        return total;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return sum((start, work) -> value(x, start));
    }

    private double value(float[] x, int start) {
        double magnitudes = 0;
        double steps = 0;
        for (int i = 0, j = start; i < size; i++, j += stride) {
            magnitudes += Math.abs(x[j]);
            steps += i == 0 ? 0 : Math.abs((double) x[j] - x[j - stride]);
        }
        return sparsity * magnitudes + variation * steps;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        float threshold = (float) (SquaredDistance.requirePositive("gamma", gamma) * sparsity);
        return sum((start, work) -> {
            work.denoise(v, start, gamma * variation, out);
            for (int i = 0, j = start; i < size; i++, j += stride) {
                out[j] = Math.copySign(Math.max(0, Math.abs(out[j]) - threshold), out[j]);
            }
            return value(out, start);
        });
    }

    /**
     * The indicator of y = s + D* u with |s_i| &lt;= w_1 and |u_i| &lt;= w_2, up to 2e-6 (w_1 + w_2): as y_i = s_i + u_{i-1} - u_i, the
     * u_i that the samples so far allow are an interval.
     */
    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double slack = 2 * GroupL1.ROUNDING * (sparsity + variation);
        double outside = sum((start, work) -> {
            double lo = 0;
            double hi = 0;
            for (int i = 0, j = start; i < size; i++, j += stride) {
                double limit = i == size - 1 ? slack : variation + slack;
                lo = Math.max(-limit, lo - y[j] - sparsity - slack);
                hi = Math.min(limit, hi - y[j] + sparsity + slack);
                if (lo > hi) {
                    return 1;
                }
            }
            return 0;
        });
        return outside > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    /** An upper bound: what remains of y beyond w_1 in the sum of magnitudes. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        if (conjugateValue(y) == 0) {
            return 0;
        }
        return bound
                * Vectors.sum(y.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += Math.max(0, Math.abs(y[i]) - sparsity);
                    }
                    return sum;
                });
    }
}
