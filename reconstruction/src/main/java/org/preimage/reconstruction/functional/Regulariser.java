package org.preimage.reconstruction.functional;

import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;

/**
 * What is asked of an image beside its data, as a family in the weight w,
 *
 * <pre>w R(x) = min { w f(K u) : P u = x }.</pre>
 *
 * <p>For most P is the identity and R(x) = f(K x), as total variation with a gradient K and f the sum of lengths. An infimal
 * convolution has further unknowns beside the image, as the vector field of total generalised variation: u = (x, v) and
 * P u = x. f is convex.
 *
 * <p>To add a prior is to write one class of this kind and one {@code Method} for it.
 */
public interface Regulariser {
    /** K, on the unknowns u. */
    LinearOperator analysis();

    /**
     * w f, on the range of K.
     *
     * @param weight w, positive
     */
    Proximable weighted(double weight);

    /** P, from the unknowns u to the image x, with P P* = 1. */
    default LinearOperator image() {
        return new Identity(analysis().domain());
    }

    /**
     * A functional of the image as one of the unknowns, g(P u).
     *
     * @param g of the image
     */
    default Proximable ofImage(Proximable g) {
        return g;
    }
}
