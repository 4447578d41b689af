package org.preimage.reconstruction.functional;

/**
 * A functional whose proximal map has a closed form,
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

    /** The Fenchel conjugate f*, whose proximal map follows from this one by Moreau's identity. */
    default Proximable conjugate() {
        return new MoreauConjugate(this);
    }
}
