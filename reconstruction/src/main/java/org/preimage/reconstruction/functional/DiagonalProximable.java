package org.preimage.reconstruction.functional;

/**
 * A functional whose proximal map has a closed form for a step of its own at each entry as well,
 *
 * <pre>argmin_x f(x) + sum_i (x_i - v_i)<sup>2</sup> / (2 gamma_i),</pre>
 *
 * as preconditioned methods need it.
 */
public interface DiagonalProximable extends Proximable {
    /**
     * Lowers steps to the nearest ones that the closed form is known for, such as equal ones within a group.
     *
     * @param steps positive; changed
     */
    default void lower(float[] steps) {}

    /**
     * Writes the proximal map.
     *
     * @param v the point
     * @param steps gamma_i, positive, as {@link #lower} leaves them
     * @param out result; may be {@code v}
     */
    void prox(float[] v, float[] steps, float[] out);

    /**
     * Writes the proximal map of the conjugate f* with these steps, by Moreau's identity unless there is a shorter way.
     *
     * @param v the point
     * @param steps positive, so that their inverses are as {@link #lower} leaves steps
     * @param out result; may be {@code v}
     */
    default void proxConjugate(float[] v, float[] steps, float[] out) {
        int n = v.length;
        float[] inverse = new float[n];
        float[] scaled = new float[n];
        for (int i = 0; i < n; i++) {
            inverse[i] = 1 / steps[i];
            scaled[i] = v[i] * inverse[i];
        }
        prox(scaled, inverse, scaled);
        for (int i = 0; i < n; i++) {
            out[i] = v[i] - steps[i] * scaled[i];
        }
    }
}
