package org.preimage.reconstruction.functional;

import java.util.Optional;
import org.preimage.operators.LinearOperator;

/**
 * A functional whose proximal map is cheap to evaluate, in closed form or by a short iteration as that of {@link TvNorm},
 *
 * <pre>prox_{gamma f}(v) = argmin_x f(x) + |x - v|^2 / (2 gamma).</pre>
 */
public interface Proximable extends Functional {
    /**
     * Writes prox_{gamma f}(v).
     *
     * @param v the point
     * @param gamma step, positive
     * @param out result; may be {@code v}
     * @return f at the result
     */
    double prox(float[] v, double gamma, float[] out);

    /**
     * What to use in an iteration, for functionals that vary from one to the next, as with random shifts. Solvers ask for it;
     * all others are the same in each.
     *
     * @param iteration number of the iteration, from 0
     */
    default Proximable at(int iteration) {
        return this;
    }

    /**
     * The Fenchel conjugate's value f*(y) = sup_x &lt;x, y&gt; - f(x), which dual objectives need.
     *
     * @return a number or positive infinity; NaN if no closed form is known
     */
    default double conjugateValue(float[] y) {
        return Double.NaN;
    }

    /**
     * The conjugate of f restricted to a cube, sup &lt;x, y&gt; - f(x) over all x whose entries lie in [-bound, bound]. Where
     * f* is infinite almost everywhere, as for constraints, it gives a useful dual objective once a bound of the
     * solution is known.
     *
     * @param bound positive
     * @return a number, or an upper bound of it such as f*(y); NaN if no closed form is known
     */
    default double conjugateValue(float[] y, double bound) {
        return conjugateValue(y);
    }

    /**
     * The Fenchel conjugate f*, whose proximal map follows from this one by Moreau's identity.
     *
     * @throws UnsupportedOperationException if f is not convex: f* is then that of another functional, f's convex hull
     */
    default Proximable conjugate() {
        if (!convex()) {
            throw new UnsupportedOperationException(getClass().getSimpleName()
                    + " is not convex, but a method that works with the conjugate needs a convex functional");
        }
        return new MoreauConjugate(this);
    }

    /**
     * A way to take the primal-dual method's iteration for f(K x) in one pass over memory.
     *
     * @param k K, whose range is the domain of f
     * @return empty where there is none for this operator, which is no loss but of time
     */
    default Optional<DualSweep> sweep(LinearOperator k) {
        return Optional.empty();
    }

    /** c f(x), c positive. */
    default Proximable times(double c) {
        return new Multiple(this, c);
    }

    /** f(c x), c not zero. */
    default Proximable dilated(double c) {
        return new Dilation(this, c);
    }

    /** f(x - b). */
    default Proximable translated(float[] b) {
        return new Translation(this, b);
    }

    /** f(x) + &lt;a, x&gt;. */
    default Proximable tilted(float[] a) {
        return new Tilt(this, a);
    }

    /** f(x) + mu/2 |x|<sup>2</sup>, mu positive. */
    default Proximable plusQuadratic(double mu) {
        return new QuadraticPerturbation(this, mu);
    }

    /** f(K x) for a K with K K* = mu 1, as the synthesis of a tight frame. */
    default Proximable after(LinearOperator k) {
        return new TightFrameComposition(this, k);
    }

    /** The Moreau envelope min_z f(z) + |x - z|<sup>2</sup> / (2 gamma), gamma positive: f made smooth. */
    default MoreauEnvelope envelope(double gamma) {
        return new MoreauEnvelope(this, gamma);
    }
}
