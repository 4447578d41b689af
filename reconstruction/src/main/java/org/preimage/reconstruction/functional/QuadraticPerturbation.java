package org.preimage.reconstruction.functional;

import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The quadratic perturbation f(x) + mu/2 |x|<sup>2</sup>, which is mu-strongly convex: of the L1 norm the elastic net (Zou and
 * Hastie 2005, Regularization and variable selection via the elastic net, J. R. Stat. Soc. B 67).
 *
 * <p>Its proximal map is prox_{gamma / (1 + gamma mu) f}(v / (1 + gamma mu)), its conjugate the Moreau envelope of f* with
 * parameter mu, min_z f*(z) + |y - z|<sup>2</sup> / (2 mu), finite everywhere.
 */
public final class QuadraticPerturbation implements Proximable {
    private final Proximable f;
    private final double mu;

    /**
     * @param f what is perturbed
     * @param mu positive
     * @throws IllegalArgumentException if mu is not positive
     */
    public QuadraticPerturbation(Proximable f, double mu) {
        this.f = f;
        this.mu = SquaredDistance.requirePositive("mu", mu);
    }

    /** The elastic net w |x|<sub>1</sub> + mu/2 |x|<sup>2</sup>. */
    public static QuadraticPerturbation elasticNet(Space domain, double w, double mu) {
        return new QuadraticPerturbation(new L1(domain, w), mu);
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double strongConvexity() {
        return mu + f.strongConvexity();
    }

    @Override
    public Proximable at(int iteration) {
        return new QuadraticPerturbation(f.at(iteration), mu);
    }

    @Override
    public double value(float[] x) {
        return f.value(x) + 0.5 * mu * Vectors.normSquared(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        double share = 1 / (1 + gamma * mu);
        Vectors.combine(share, v, 0, v, out);
        double value = f.prox(out, share * gamma, out);
        return value + 0.5 * mu * Vectors.normSquared(out);
    }

    /** The supremum of &lt;x, y&gt; - f(x) - mu/2 |x|<sup>2</sup> is attained at x = prox_{f / mu}(y / mu). */
    @Override
    public double conjugateValue(float[] y) {
        float[] x = Dilation.multiple(1 / mu, y);
        double value = f.prox(x, 1 / mu, x);
        return Vectors.dot(x, y) - value - 0.5 * mu * Vectors.normSquared(x);
    }

    @Override
    public Proximable conjugate() {
        Proximable dual = f.conjugate();
        return new Conjugate(this) {
            private final Proximable inner = new MoreauEnvelope(dual, mu);

            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return inner.prox(v, gamma, out);
            }
        };
    }
}
