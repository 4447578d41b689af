package org.preimage.operators.mri.simulation;

import java.util.random.RandomGenerator;

/**
 * A phase that is a polynomial of the place, as transmit field and shim leave it: the sum over i + j + k &lt;= order of
 * c<sub>ijk</sub> x<sup>i</sup> y<sup>j</sup> z<sup>k</sup>.
 */
public final class PolynomialPhase implements ObjectPhase {
    private final int order;
    private final double[] coefficients;

    private PolynomialPhase(int order, double[] coefficients) {
        this.order = order;
        this.coefficients = coefficients;
    }

    /**
     * Random coefficients.
     *
     * @param order from 0, a constant, on
     * @param spread the standard deviation of each coefficient in radians
     * @param random where the randomness comes from
     */
    public static PolynomialPhase random(int order, double spread, RandomGenerator random) {
        if (order < 0) {
            throw new IllegalArgumentException("the order of the phase is " + order + ", but must not be negative");
        }
        if (!(spread >= 0) || Double.isInfinite(spread)) {
            throw new IllegalArgumentException(
                    "the spread of the phase is " + spread + ", but must be finite and not negative");
        }
        double[] c = new double[(order + 1) * (order + 2) * (order + 3) / 6];
        for (int i = 0; i < c.length; i++) {
            c[i] = spread * random.nextGaussian();
        }
        return new PolynomialPhase(order, c);
    }

    @Override
    public double at(double x, double y, double z) {
        double sum = 0;
        int term = 0;
        double xs = 1;
        for (int i = 0; i <= order; i++) {
            double ys = xs;
            for (int j = 0; i + j <= order; j++) {
                double zs = ys;
                for (int k = 0; i + j + k <= order; k++) {
                    sum += coefficients[term++] * zs;
                    zs *= z;
                }
                ys *= y;
            }
            xs *= x;
        }
        return sum;
    }
}
