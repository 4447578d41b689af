package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.functional.Proximable;

/**
 * One term f(K x) of an objective.
 *
 * @param operator K
 * @param functional f, on the range of K
 */
public record Term(LinearOperator operator, Proximable functional) {
    /** @throws IllegalArgumentException if f does not live where K ends */
    public Term {
        operator.range().requireShape("the functional's domain", functional.domain());
    }

    /** f(K x). */
    public double value(float[] x) {
        return functional.value(operator.apply(x));
    }
}
