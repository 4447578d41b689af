package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The conjugate f* of a convex functional, by Moreau's identity
 *
 * <pre>prox_{gamma f*}(v) = v - gamma prox_{f / gamma}(v / gamma).</pre>
 *
 * <p>Moreau 1965, Proximite et dualite dans un espace hilbertien.
 */
final class Conjugate implements Proximable {
    private final Proximable primal;

    Conjugate(Proximable primal) {
        this.primal = primal;
    }

    @Override
    public Space domain() {
        return primal.domain();
    }

    @Override
    public double value(float[] y) {
        return primal.conjugateValue(y);
    }

    @Override
    public double conjugateValue(float[] x) {
        return primal.value(x);
    }

    @Override
    public Proximable conjugate() {
        return primal;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        float[] scaled = v.clone();
        Vectors.scale(1 / gamma, scaled);
        float[] p = new float[v.length];
        double f = primal.prox(scaled, 1 / gamma, p);
        Vectors.combine(1, v, -gamma, p, out);
        // Where p is the prox, out is a subgradient of f at p, so Fenchel's inequality holds with equality.
        return Vectors.dot(p, out) - f;
    }
}
