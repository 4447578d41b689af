package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The constraint sum_i |x_i| &lt;= r, of complex numbers with the modulus: an image as sparse as that. The proximal map is the
 * exact projection, soft thresholding by the tau that meets the bound. The conjugate is the norm f*(y) = r max_i |y_i|, whose
 * proximal map follows by Moreau's identity.
 *
 * <p>Duchi, Shalev-Shwartz, Singer and Chandra 2008, Efficient projections onto the l1-ball for learning in high dimensions, ICML.
 */
public final class L1Ball implements Proximable {
    /** Relative excess that the rounding of floats may leave. */
    private static final double ROUNDING = 1e-5;

    private final Space domain;
    private final double radius;
    private final int parts;

    /**
     * @param domain where x lives
     * @param radius r, positive
     * @throws IllegalArgumentException if the radius is not positive
     */
    public L1Ball(Space domain, double radius) {
        this.domain = domain;
        this.radius = SquaredDistance.requirePositive("radius", radius);
        this.parts = domain.field().floats();
    }

    @Override
    public Space domain() {
        return domain;
    }

    private double modulus(float[] x, int i) {
        if (parts == 1) {
            return Math.abs(x[i]);
        }
        double re = x[2 * i];
        double im = x[2 * i + 1];
        return Math.sqrt(re * re + im * im);
    }

    private double sum(float[] x) {
        return Vectors.sum(domain.points(), (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += modulus(x, i);
            }
            return sum;
        });
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        return sum(x) > radius * (1 + ROUNDING) ? Double.POSITIVE_INFINITY : 0;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        if (sum(v) <= radius) {
            System.arraycopy(v, 0, out, 0, v.length);
            return 0;
        }
        float[] moduli = new float[domain.points()];
        for (int i = 0; i < moduli.length; i++) {
            moduli[i] = (float) modulus(v, i);
        }
        new L1(domain, SimplexThreshold.of(moduli, radius)).prox(v, 1, out);
        return 0;
    }

    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double largest = 0;
        for (int i = 0; i < domain.points(); i++) {
            largest = Math.max(largest, modulus(y, i));
        }
        return radius * largest;
    }
}
