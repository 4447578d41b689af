package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The weighted squared distance f(x) = 1/2 sum_i w_i |x_i - b_i|<sup>2</sup>: Gaussian noise of variance 1 / w_i, up to a factor. A
 * weight of zero leaves a sample out.
 *
 * <p>Its proximal map is (v_i + gamma w_i b_i) / (1 + gamma w_i), its conjugate sum_i |y_i|<sup>2</sup> / (2 w_i) + &lt;y_i, b_i&gt;,
 * infinite where a y_i of weight zero is not zero.
 */
public final class WeightedSquaredDistance implements Proximable, Differentiable {
    private final Space domain;
    private final float[] target;
    private final float[] weights;
    private final int parts;
    private final float largest;
    private final float smallest;

    /**
     * @param domain where x lives
     * @param target b; not copied
     * @param weights w_i, one for each number, real or complex; finite, not negative and not all zero; not copied
     * @throws IllegalArgumentException if an array does not fit or a weight is negative
     */
    public WeightedSquaredDistance(Space domain, float[] target, float[] weights) {
        domain.require("target", target);
        new Space(domain.axes(), Field.REAL).require("weights", weights);
        float most = 0;
        float least = Float.POSITIVE_INFINITY;
        for (float w : weights) {
            if (!(w >= 0) || Float.isInfinite(w)) {
                throw new IllegalArgumentException("a weight is " + w + ", but must be finite and not negative");
            }
            most = Math.max(most, w);
            least = Math.min(least, w);
        }
        if (most == 0) {
            throw new IllegalArgumentException("all weights are 0, but one at least must be positive");
        }
        this.domain = domain;
        this.target = target;
        this.weights = weights;
        this.parts = domain.field().floats();
        this.largest = most;
        this.smallest = least;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double strongConvexity() {
        return smallest;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double d = (double) x[i] - target[i];
                sum += 0.5 * weights[i / parts] * d * d;
            }
            return sum;
        });
    }

    @Override
    public double gradient(float[] x, float[] out) {
        domain.require("x", x);
        domain.require("out", out);
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                float w = weights[i / parts];
                float d = x[i] - target[i];
                out[i] = w * d;
                sum += 0.5 * w * d * d;
            }
            return sum;
        });
    }

    /** The largest weight. */
    @Override
    public double lipschitz() {
        return largest;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        float g = (float) SquaredDistance.requirePositive("gamma", gamma);
        return Vectors.sum(v.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                float w = weights[i / parts];
                float d = (v[i] - target[i]) / (1 + g * w);
                out[i] = target[i] + d;
                sum += 0.5 * w * d * d;
            }
            return sum;
        });
    }

    @Override
    public double conjugateValue(float[] y) {
        return conjugateValue(y, Double.POSITIVE_INFINITY);
    }

    /** As for no bound, but for numbers of weight zero, which add at most the bound times |y_i|. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        return Vectors.sum(y.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                float w = weights[i / parts];
                if (w > 0) {
                    sum += 0.5 / w * y[i] * y[i] + (double) y[i] * target[i];
                } else if (y[i] != 0) {
                    sum += bound * Math.abs(y[i]);
                }
            }
            return sum;
        });
    }

    /** f* with prox_{gamma f*}(v) = w_i (v_i - gamma b_i) / (w_i + gamma). */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                float g = (float) SquaredDistance.requirePositive("gamma", gamma);
                domain.require("v", v);
                domain.require("out", out);
                Parallel.ranges(v.length, SquaredDistance.BLOCK, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        float w = weights[i / parts];
                        out[i] = w * (v[i] - g * target[i]) / (w + g);
                    }
                });
                return value(out);
            }
        };
    }
}
