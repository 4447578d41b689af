package org.preimage.reconstruction;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Image;

/**
 * Find x with F(x) = data, where the data hold noise.
 *
 * @param forward the physics F
 * @param data what was measured, in the range of F, finite
 */
public record InverseProblem(Operator forward, Image data) {
    /** @throws IllegalArgumentException if the data do not fit the range or hold NaN or infinite values */
    public InverseProblem {
        forward.range().requireShape("data", data.space());
        data.requireFinite("data");
    }

    /**
     * The physics as a linear operator.
     *
     * @param method who asks, for the message
     * @throws IllegalArgumentException if it is not linear
     */
    public LinearOperator linear(String method) {
        if (forward instanceof LinearOperator linear) {
            return linear;
        }
        throw new IllegalArgumentException(method + " needs a linear operator, but the forward operator is not linear");
    }
}
