package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * Bounds lower &lt;= x_i &lt;= upper for every entry of an image.
 *
 * @param lower smallest value allowed, or negative infinity
 * @param upper largest value allowed, or infinity
 */
public record Bounds(double lower, double upper) {
    /** No bounds. */
    public static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** x_i &gt;= 0. */
    public static final Bounds NON_NEGATIVE = new Bounds(0, Double.POSITIVE_INFINITY);

    /** @throws IllegalArgumentException if the lower bound is not below the upper one */
    public Bounds {
        if (!(lower < upper)) {
            throw new IllegalArgumentException(
                    "the bounds are " + lower + " and " + upper + ", but the first must be below the second");
        }
    }

    /** @throws IllegalArgumentException if there is a bound and the space is complex, where numbers have no order */
    void requireFor(Space space) {
        if (space.field() == Field.COMPLEX && !equals(NONE)) {
            throw new IllegalArgumentException("the domain is " + space + ", but bounds need a real one");
        }
    }
}
