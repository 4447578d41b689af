package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The negative logarithm of the likelihood of photon counts y_i ~ Poisson(N exp(-p_i)) behind line integrals p,
 *
 * <pre>f(p) = sum_i N e(p_i) + y_i p_i - min_p (N e(p) + y_i p),  e(p) = exp(-p),</pre>
 *
 * which is half the deviance: 0 at p_i = -log(y_i / N), and half the number of samples to be expected at the true p. Below p =
 * 0, where no object is, e goes on as its parabola 1 - p + p<sup>2</sup>/2, so that f is convex with a gradient of Lipschitz
 * constant N; for p &gt;= 0 nothing changes.
 *
 * <p>The proximal map is p = c + W(gamma N exp(-c)), c = v - gamma y, with Lambert's W; the conjugate f*(q) = N sum_i phi(s_i) + min_i,
 * s = (q - y) / N, phi(s) = s (1 - log(-s)) for -1 &lt;= s &lt; 0, and s + (s<sup>2</sup> - 1) / 2 below.
 *
 * <p>Counts are those of photons alone: with a known background beside them the likelihood would no longer be convex.
 *
 * <p>Lange and Carson 1984, EM reconstruction algorithms for emission and transmission tomography, J. Comput. Assist. Tomogr.
 * 8; Corless et al. 1996, On the Lambert W function, Adv. Comput. Math. 5.
 */
public final class TransmissionLikelihood implements Proximable, Differentiable {
    private static final int BLOCK = 1 << 12;

    private final Space domain;
    private final float[] transmission;
    private final double photons;
    private final double least;

    /**
     * @param domain where p lives, real
     * @param transmission y / N, not negative; not copied
     * @param photons N, the mean count of a cell without object, positive
     * @throws IllegalArgumentException if the transmission does not fit or is negative, or a number is not positive
     */
    public TransmissionLikelihood(Space domain, float[] transmission, double photons) {
        domain.require("transmission", transmission);
        if (domain.field() != Field.REAL) {
            throw new IllegalArgumentException("the domain is " + domain + ", but counts need a real one");
        }
        for (float t : transmission) {
            if (!(t >= 0) || Float.isInfinite(t)) {
                throw new IllegalArgumentException("a transmission is " + t + ", but must be finite and not negative");
            }
        }
        this.domain = domain;
        this.transmission = transmission;
        this.photons = SquaredDistance.requirePositive("photons", photons);
        this.least = Vectors.sum(transmission.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += least(transmission[i]);
            }
            return sum;
        });
    }

    /** The smallest e(p) + t p. */
    private static double least(double t) {
        return t == 0 ? 0 : t <= 1 ? t - t * Math.log(t) : 0.5 + t - 0.5 * t * t;
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** N, the mean count of a cell without object. */
    public double photons() {
        return photons;
    }

    private static double attenuated(double p) {
        return p >= 0 ? Math.exp(-p) : 1 - p + 0.5 * p * p;
    }

    @Override
    public double value(float[] p) {
        domain.require("p", p);
        return photons
                * (Vectors.sum(p.length, (from, to) -> {
                            double sum = 0;
                            for (int i = from; i < to; i++) {
                                sum += attenuated(p[i]) + (double) transmission[i] * p[i];
                            }
                            return sum;
                        })
                        - least);
    }

    @Override
    public double gradient(float[] p, float[] out) {
        domain.require("p", p);
        domain.require("out", out);
        return photons
                * (Vectors.sum(p.length, (from, to) -> {
                            double sum = 0;
                            for (int i = from; i < to; i++) {
                                double x = p[i];
                                double e = attenuated(x);
                                sum += e + transmission[i] * x;
                                out[i] = (float) (photons * (transmission[i] - (x >= 0 ? e : 1 - x)));
                            }
                            return sum;
                        })
                        - least);
    }

    @Override
    public double lipschitz() {
        return photons;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double g = SquaredDistance.requirePositive("gamma", gamma) * photons;
        return photons
                * (Vectors.sum(v.length, (from, to) -> {
                            double sum = 0;
                            for (int i = from; i < to; i++) {
                                double t = transmission[i];
                                double w = excess(v[i], t, g);
                                double p = proximal(v[i], t, g, w);
                                out[i] = (float) p;
                                sum += rest(p, w, g) + t * p;
                            }
                            return sum;
                        })
                        - least);
    }

    /** The proximal point is p = v - g t + w, g = gamma N: this is w = g exp(-p), or g (1 - p) below zero. */
    private static double excess(double v, double t, double g) {
        double c = v - g * t;
        // p > 0 where c + g > 0: there w exp(w) = g exp(-c).
        return c + g > 0 ? lambert(Math.log(g) - c) : g * (1 - c) / (1 + g);
    }

    /** The proximal point, in the form that does not cancel. */
    private static double proximal(double v, double t, double g, double w) {
        double c = v - g * t;
        return c + g <= 0 ? (v + g * (1 - t)) / (1 + g) : w > 1 ? Math.log(g / w) : c + w;
    }

    /** e(p) from what is known of it already. */
    private static double rest(double p, double w, double g) {
        return p >= 0 ? w / g : 1 - p + 0.5 * p * p;
    }

    /**
     * w with w + log w = l, that is W(exp l): a start that is right to a per cent and one step of fourth order (Fritsch,
     * Shafer and Crowley 1973, Algorithm 443, Commun. ACM 16).
     */
    static double lambert(double l) {
        double w;
        if (l < -15) {
            double z = Math.exp(l);
            return z * (1 - z);
        } else if (l < 30) {
            double m = Math.log(1 + Math.exp(l));
            w = m * (1 - Math.log(1 + m) / (2 + m));
        } else {
            w = l - Math.log(l);
        }
        double z = l - Math.log(w) - w;
        double q = 2 * (1 + w) * (1 + w + 2.0 / 3 * z);
        return w * (1 + z / (1 + w) * (q - z) / (q - 2 * z));
    }

    @Override
    public double conjugateValue(float[] q) {
        return conjugateValue(q, Double.POSITIVE_INFINITY);
    }

    @Override
    public double conjugateValue(float[] q, double bound) {
        domain.require("q", q);
        return photons
                * (Vectors.sum(q.length, (from, to) -> {
                            double sum = 0;
                            for (int i = from; i < to; i++) {
                                sum += highest(q[i] / photons - transmission[i], transmission[i], bound);
                            }
                            return sum;
                        })
                        + least);
    }

    /** sup s p - e(p) over |p| &lt;= bound. */
    private static double highest(double s, double t, double bound) {
        // A float q = y - N exp(-p) may lie above y by rounding.
        double slack = GroupL1.ROUNDING * (1e-3 + t);
        double p = s < -1 ? 1 + s : s < 0 ? -Math.log(-s) : bound;
        if (Double.isInfinite(p)) {
            return s <= slack ? 0 : Double.POSITIVE_INFINITY;
        }
        p = Math.min(bound, Math.max(-bound, p));
        return s * p - attenuated(p);
    }

    /** f* with prox_{gamma f*}(v) = v - gamma prox_{f / gamma}(v / gamma) in one pass. */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                SquaredDistance.requirePositive("gamma", gamma);
                domain.require("v", v);
                domain.require("out", out);
                double g = photons / gamma;
                Parallel.ranges(v.length, BLOCK, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        // Where p is the prox, the result is the gradient there.
                        out[i] = (float) (photons * transmission[i] - gamma * excess(v[i] / gamma, transmission[i], g));
                    }
                });
                return value(out);
            }
        };
    }
}
