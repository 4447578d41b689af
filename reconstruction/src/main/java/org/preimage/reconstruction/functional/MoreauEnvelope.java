package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The Moreau envelope of a convex functional,
 *
 * <pre>f_mu(x) = min_z f(z) + |x - z|<sup>2</sup> / (2 mu),</pre>
 *
 * f made smooth: its gradient (x - prox_{mu f}(x)) / mu has the Lipschitz constant 1 / mu, and its minimisers are those of f. Of
 * the L1 norm it is Huber's function, of a constraint half the squared distance over mu.
 *
 * <p>Its proximal map is v + gamma / (gamma + mu) (prox_{(gamma + mu) f}(v) - v), its conjugate f*(y) + mu/2 |y|<sup>2</sup>.
 *
 * <p>Moreau 1965, Proximite et dualite dans un espace hilbertien, Bull. Soc. Math. France 93; Bauschke and Combettes 2017, Convex
 * Analysis and Monotone Operator Theory in Hilbert Spaces, propositions 12.30 and 24.8.
 */
public final class MoreauEnvelope implements Proximable, Differentiable {
    private final Proximable f;
    private final double mu;

    /**
     * @param f convex
     * @param mu positive; f is approached as it falls
     * @throws IllegalArgumentException if f is not convex or mu is not positive
     */
    public MoreauEnvelope(Proximable f, double mu) {
        if (!f.convex()) {
            throw new IllegalArgumentException(
                    f.getClass().getSimpleName() + " is not convex, but an envelope needs a convex functional");
        }
        this.f = f;
        this.mu = SquaredDistance.requirePositive("mu", mu);
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    @Override
    public double strongConvexity() {
        double c = f.strongConvexity();
        return c / (1 + mu * c);
    }

    @Override
    public Proximable at(int iteration) {
        return new MoreauEnvelope(f.at(iteration), mu);
    }

    @Override
    public double value(float[] x) {
        float[] p = new float[x.length];
        double value = f.prox(x, mu, p);
        return value + 0.5 / mu * Vectors.distanceSquared(x, p);
    }

    @Override
    public double gradient(float[] x, float[] out) {
        double value = f.prox(x, mu, out);
        double distance = Vectors.distanceSquared(x, out);
        Vectors.combine(1 / mu, x, -1 / mu, out, out);
        return value + 0.5 / mu * distance;
    }

    /** 1 / mu. */
    @Override
    public double lipschitz() {
        return 1 / mu;
    }

    /** At the result p the envelope's own minimiser is z = prox_{(gamma + mu) f}(v), as p - z = mu / gamma (v - p). */
    @Override
    public double prox(float[] v, double gamma, float[] out) {
        SquaredDistance.requirePositive("gamma", gamma);
        float[] z = new float[v.length];
        double value = f.prox(v, gamma + mu, z);
        double share = gamma / (gamma + mu);
        double distance = Vectors.distanceSquared(v, z);
        Vectors.combine(1 - share, v, share, z, out);
        return value + 0.5 * mu / ((gamma + mu) * (gamma + mu)) * distance;
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(y) + 0.5 * mu * Vectors.normSquared(y);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new QuadraticPerturbation(dual, mu);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
