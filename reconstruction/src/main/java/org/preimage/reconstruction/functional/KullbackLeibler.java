package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The Kullback-Leibler divergence of counts b_i ~ Poisson(x_i + r_i) from their means, half the deviance,
 *
 * <pre>f(x) = sum_i x_i + r_i - b_i + b_i log(b_i / (x_i + r_i)),</pre>
 *
 * finite where x_i &gt; -r_i, or x_i &gt;= -r_i where b_i = 0. At the true means it is half the number of samples, about.
 *
 * <p>With d = v + r - gamma the proximal map is x + r = (d + sqrt(d<sup>2</sup> + 4 gamma b)) / 2; the conjugate is f*(y) = sum_i
 * -b_i log(1 - y_i) - r_i y_i for y_i &lt; 1.
 *
 * <p>Csiszar 1991, Why least squares and maximum entropy?, Ann. Stat. 19; Chambolle and Pock 2011, A first-order primal-dual algorithm
 * for convex problems with applications to imaging, J. Math. Imaging Vis. 40.
 */
public final class KullbackLeibler implements Proximable {
    private final Space domain;
    private final float[] counts;
    private final float[] background;

    /**
     * @param domain a real space
     * @param counts b, not negative; not copied
     * @param background r, not negative; not copied
     * @throws IllegalArgumentException if the space is complex, an array does not fit or has a negative value
     */
    public KullbackLeibler(Space domain, float[] counts, float[] background) {
        requireCounts(domain, "count", counts);
        requireCounts(domain, "background", background);
        this.domain = domain;
        this.counts = counts;
        this.background = background;
    }

    /** Without background: f(x) for x &gt;= 0. */
    public KullbackLeibler(Space domain, float[] counts) {
        this(domain, counts, domain.zeros());
    }

    static void requireCounts(Space domain, String name, float[] values) {
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but counts need a real one");
        }
        domain.require(name, values);
        for (float v : values) {
            if (!(v >= 0) || Float.isInfinite(v)) {
                throw new IllegalArgumentException("a " + name + " is " + v + ", but must be finite and not negative");
            }
        }
    }

    /** u - b + b log(b / u), with 0 log 0 = 0. */
    static double divergence(double b, double u) {
        if (b == 0) {
            return u >= 0 ? u : Double.POSITIVE_INFINITY;
        }
        return u > 0 ? u - b + b * Math.log(b / u) : Double.POSITIVE_INFINITY;
    }

    /** The positive root of u<sup>2</sup> - d u - c = 0, in the form that does not cancel. */
    static double root(double d, double c) {
        double s = Math.sqrt(d * d + 4 * c);
        return d >= 0 ? 0.5 * (d + s) : c == 0 ? 0 : 2 * c / (s - d);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += divergence(counts[i], (double) x[i] + background[i]);
            }
            return sum;
        });
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        SquaredDistance.requirePositive("gamma", gamma);
        return Vectors.sum(v.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double r = background[i];
                float x = (float) (root(v[i] + r - gamma, gamma * counts[i]) - r);
                // A mean far below the background must not round to zero.
                out[i] = x + r > 0 || counts[i] == 0 ? x : Math.nextUp(x);
                sum += divergence(counts[i], out[i] + r);
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

    /** sup x y - f(x) over -r &lt;= x &lt;= bound. */
    static double highest(double y, double b, double r, double bound) {
        // A float y = 1 - b / u is rounded to at most 2^-24.
        double slope = y > 1 ? y <= 1 + GroupL1.ROUNDING ? 0 : 1 - y : Math.max(1 - y, b == 0 ? 0 : 0x1p-25);
        if (slope > 0 && b / slope - r <= bound) {
            return b == 0 ? -r * y : -b * Math.log(slope) - r * y;
        }
        if (b == 0 && slope == 0) {
            return -r * y;
        }
        return bound == Double.POSITIVE_INFINITY ? bound : bound * y - divergence(b, bound + r);
    }

    /** f* with 1 - prox_{gamma f*}(v) the positive root of q<sup>2</sup> + (v + gamma r - 1) q - gamma b = 0. */
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
                        double r = background[i];
                        out[i] = (float) (1 - root(1 - v[i] - gamma * r, gamma * counts[i]));
                        sum += highest(out[i], counts[i], r, Double.POSITIVE_INFINITY);
                    }
                    return sum;
                });
            }
        };
    }
}
