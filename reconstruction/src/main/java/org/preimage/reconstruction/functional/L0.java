package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The number of entries that are not zero, f(x) = w #{i : x_i != 0}; a complex number counts once. It is not convex: the proximal
 * map keeps what is larger than sqrt(2 gamma w), which is a global minimiser, but jumps.
 *
 * <p>Blumensath and Davies 2008, Iterative thresholding for sparse approximations, J. Fourier Anal. Appl. 14.
 */
public final class L0 implements Proximable {
    private final Space domain;
    private final double weight;
    private final int parts;

    /**
     * @param domain where x lives
     * @param weight w, positive
     * @throws IllegalArgumentException if the weight is not positive
     */
    public L0(Space domain, double weight) {
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.parts = domain.field().floats();
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public boolean convex() {
        return false;
    }

    private double square(float[] x, int i) {
        double re = x[parts * i];
        double im = parts == 2 ? x[2 * i + 1] : 0;
        return re * re + im * im;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return weight
                * Vectors.sum(domain.points(), (from, to) -> {
                    int count = 0;
                    for (int i = from; i < to; i++) {
                        count += x[parts * i] != 0 || parts == 2 && x[2 * i + 1] != 0 ? 1 : 0;
                    }
                    return count;
                });
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double threshold = 2 * SquaredDistance.requirePositive("gamma", gamma) * weight;
        return weight
                * Vectors.sum(domain.points(), (from, to) -> {
                    int count = 0;
                    for (int i = from; i < to; i++) {
                        boolean kept = square(v, i) > threshold;
                        count += kept ? 1 : 0;
                        for (int p = parts * i; p < parts * (i + 1); p++) {
                            out[p] = kept ? v[p] : 0;
                        }
                    }
                    return count;
                });
    }

    /** f* is 0 at 0 and infinite elsewhere, the conjugate of f's convex hull 0. */
    @Override
    public double conjugateValue(float[] y) {
        return new Zero(domain).conjugateValue(y);
    }

    /** sum_i max(0, bound |y_i| - w), with |y_i| the sum of the parts' magnitudes. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        return Vectors.sum(domain.points(), (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double magnitude = 0;
                for (int p = parts * i; p < parts * (i + 1); p++) {
                    magnitude += Math.abs(y[p]);
                }
                sum += Math.max(0, bound * magnitude - weight);
            }
            return sum;
        });
    }
}
