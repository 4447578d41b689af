package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The negative logarithm of the likelihood of counts b_i ~ Poisson(x_i + r_i) over a background r_i &gt; 0 that is known, half the
 * deviance: the {@link KullbackLeibler} divergence, which below x_i = 0 goes on as its parabola there, so that it is convex with
 * a gradient of Lipschitz constant max_i b_i / r_i<sup>2</sup>. For x &gt;= 0 nothing changes.
 *
 * <p>With a {@link SmoothComposition} it is the fidelity of emission tomography and of fluorescence images for methods that
 * go by gradients.
 *
 * <p>Shepp and Vardi 1982, Maximum likelihood reconstruction for emission tomography, IEEE Trans. Med. Imaging 1.
 */
public final class EmissionLikelihood implements Proximable, Differentiable {
    private final Space domain;
    private final float[] counts;
    private final float[] background;
    private final double lipschitz;

    /**
     * @param domain a real space
     * @param counts b, not negative; not copied
     * @param background r, positive; not copied
     * @throws IllegalArgumentException if the space is complex, an array does not fit, or a value is not allowed
     */
    public EmissionLikelihood(Space domain, float[] counts, float[] background) {
        KullbackLeibler.requireCounts(domain, "count", counts);
        KullbackLeibler.requireCounts(domain, "background", background);
        double largest = 0;
        for (int i = 0; i < counts.length; i++) {
            if (background[i] == 0) {
                throw new IllegalArgumentException(
                        "a background is 0, but must be positive for the likelihood to have a Lipschitz gradient");
            }
            largest = Math.max(largest, curvature(counts[i], background[i]));
        }
        this.domain = domain;
        this.counts = counts;
        this.background = background;
        this.lipschitz = largest;
    }

    private static double curvature(double b, double r) {
        return b / (r * r);
    }

    @Override
    public Space domain() {
        return domain;
    }

    private static double value(double x, double b, double r) {
        return x >= 0
                ? KullbackLeibler.divergence(b, x + r)
                : KullbackLeibler.divergence(b, r) + x * (1 - b / r + 0.5 * curvature(b, r) * x);
    }

    private static double slope(double x, double b, double r) {
        return x >= 0 ? 1 - b / (x + r) : 1 - b / r + curvature(b, r) * x;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += value(x[i], counts[i], background[i]);
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
                sum += value(x[i], counts[i], background[i]);
                out[i] = (float) slope(x[i], counts[i], background[i]);
            }
            return sum;
        });
    }

    /** max_i b_i / r_i<sup>2</sup>. */
    @Override
    public double lipschitz() {
        return lipschitz;
    }

    private static double proximal(double v, double gamma, double b, double r) {
        double x = KullbackLeibler.root(v + r - gamma, gamma * b) - r;
        return x >= 0 ? x : (v - gamma * (1 - b / r)) / (1 + gamma * curvature(b, r));
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        SquaredDistance.requirePositive("gamma", gamma);
        return Vectors.sum(v.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                out[i] = (float) proximal(v[i], gamma, counts[i], background[i]);
                sum += value(out[i], counts[i], background[i]);
            }
            return sum;
        });
    }

    @Override
    public double conjugateValue(float[] y) {
        return conjugateValue(y, Double.POSITIVE_INFINITY);
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        return Vectors.sum(y.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += highest(y[i], counts[i], background[i], bound);
            }
            return sum;
        });
    }

    /** sup x y - f(x) over |x| &lt;= bound. */
    private static double highest(double y, double b, double r, double bound) {
        double left = 1 - b / r;
        if (y >= left && (b > 0 || y > 1)) {
            return KullbackLeibler.highest(y, b, r, bound);
        }
        double c = curvature(b, r);
        if (c == 0) {
            // A line of slope 1.
            double off = 1 - y <= GroupL1.ROUNDING ? 0 : 1 - y;
            return -r + (off == 0 ? 0 : bound * off);
        }
        double x = Math.max(-bound, (y - left) / c);
        return x * y - value(x, b, r);
    }

    /** f* with prox_{gamma f*}(v) the slope of f at prox_{f / gamma}(v / gamma). */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                SquaredDistance.requirePositive("gamma", gamma);
                domain.require("v", v);
                domain.require("out", out);
                return Vectors.sum(v.length, (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        double b = counts[i];
                        double r = background[i];
                        out[i] = (float) slope(proximal(v[i] / gamma, 1 / gamma, b, r), b, r);
                        sum += highest(out[i], b, r, Double.POSITIVE_INFINITY);
                    }
                    return sum;
                });
            }
        };
    }
}
