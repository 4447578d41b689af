package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The constraint |x - b|<sub>2</sub> &lt;= r: data that are met up to the noise. The proximal map is the projection onto
 * the ball; the conjugate is f*(y) = r |y|<sub>2</sub> + &lt;y, b&gt;.
 */
public final class Ball implements Proximable {
    private final Space domain;
    private final float[] center;
    private final double radius;

    /**
     * @param domain where x lives
     * @param center b; not copied
     * @param radius r, positive
     * @throws IllegalArgumentException if the centre does not fit or the radius is not positive
     */
    public Ball(Space domain, float[] center, double radius) {
        domain.require("center", center);
        this.domain = domain;
        this.center = center;
        this.radius = SquaredDistance.requirePositive("radius", radius);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        double limit = radius * (1 + GroupL1.ROUNDING);
        return Vectors.distanceSquared(x, center) > limit * limit ? Double.POSITIVE_INFINITY : 0;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        double distance = Math.sqrt(Vectors.distanceSquared(v, center));
        double share = distance > radius ? radius / distance : 1;
        Vectors.combine(share, v, 1 - share, center, out);
        return 0;
    }

    @Override
    public double conjugateValue(float[] y) {
        return radius * Vectors.norm(y) + Vectors.dot(y, center);
    }

    /** f* with prox_{gamma f*}(v) = w max(0, 1 - gamma r / |w|), w = v - gamma b. */
    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                SquaredDistance.requirePositive("gamma", gamma);
                Vectors.combine(1, v, -gamma, center, out);
                double norm = Vectors.norm(out);
                Vectors.scale(norm > gamma * radius ? 1 - gamma * radius / norm : 0, out);
                return value(out);
            }
        };
    }
}
