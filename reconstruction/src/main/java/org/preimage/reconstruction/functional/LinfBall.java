package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;

/**
 * The constraint |x_i| &lt;= r for all i, of complex numbers with the modulus. It is the conjugate of r |x|<sub>1</sub>, so its own
 * conjugate is f*(y) = r sum_i |y_i|.
 */
public final class LinfBall implements Proximable {
    private final L1 dual;
    private final Proximable indicator;

    /**
     * @param domain where x lives
     * @param radius r, positive
     * @throws IllegalArgumentException if the radius is not positive
     */
    public LinfBall(Space domain, double radius) {
        this.dual = new L1(domain, SquaredDistance.requirePositive("radius", radius));
        this.indicator = dual.conjugate();
    }

    @Override
    public Space domain() {
        return dual.domain();
    }

    @Override
    public double value(float[] x) {
        return indicator.value(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        return indicator.prox(v, gamma, out);
    }

    @Override
    public double conjugateValue(float[] y) {
        return dual.value(y);
    }

    @Override
    public Proximable conjugate() {
        return dual;
    }
}
