package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Vectors;

/**
 * The conjugate f* with its proximal map by Moreau's identity
 *
 * <pre>prox_{gamma f*}(v) = v - gamma prox_{f / gamma}(v / gamma).</pre>
 *
 * <p>Moreau 1965, Proximite et dualite dans un espace hilbertien.
 */
final class MoreauConjugate extends Conjugate {
    private final Proximable primal;

    MoreauConjugate(Proximable primal) {
        super(primal);
        this.primal = primal;
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
