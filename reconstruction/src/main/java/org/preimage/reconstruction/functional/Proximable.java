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
     * The Fenchel conjugate's value f*(y) = sup_x &lt;x, y&gt; - f(x), which dual objectives need.
     *
     * @return a number or positive infinity; NaN if no closed form is known
     */
    default double conjugateValue(float[] y) {
        return Double.NaN;
    }

    /** The Fenchel conjugate f*, whose proximal map follows from this one by Moreau's identity. */
    default Proximable conjugate() {
        return new Conjugate(this);
    }
}
