package org.preimage.reconstruction;

import java.util.function.UnaryOperator;
import org.preimage.operators.space.Image;

/** A reconstructor R whose result has a derivative J<sub>R</sub>(y) with respect to the data y. */
public interface DifferentiableReconstructor extends Reconstructor {
    /**
     * Reconstructs, and takes a vector-Jacobian product J<sub>R</sub>(y)* w at the same data, where w may depend on the result:
     * the gradient of any function of the image with respect to the data.
     *
     * @param problem operator and data y
     * @param cotangent makes w, in the domain of the operator, from the values of R(y), which it must not change
     * @param out receives J<sub>R</sub>(y)* w, in the range of the operator
     * @return R(y)
     * @throws IllegalArgumentException if the method cannot take this operator or these data, cannot be differentiated for this
     *     operator, or a length does not fit
     */
    Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out);
}
