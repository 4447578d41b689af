package org.preimage.reconstruction.functional;

import org.preimage.operators.Hessian;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * The sum of Schatten norms of the {@link Hessian}, R(x) = sum_i |(H x)[i]|<sub>p</sub>: images that are affine in pieces, and ridges
 * where p = 1. Unlike total variation it does not break slopes into stairs, but it rounds edges off.
 *
 * <p>Lefkimmiatis, Ward and Unser 2013, Hessian Schatten-norm regularization for linear inverse problems, IEEE Trans. Image
 * Process. 22.
 */
public final class HessianSchatten implements Regulariser {
    private final Hessian hessian;
    private final SchattenNorm.Order order;

    /**
     * @param image the image's space, with one to three spatial axes
     * @param order p
     */
    public HessianSchatten(Space image, SchattenNorm.Order order) {
        this.hessian = new Hessian(image);
        this.order = order;
    }

    @Override
    public LinearOperator analysis() {
        return hessian;
    }

    @Override
    public Proximable weighted(double weight) {
        return new SchattenNorm(hessian.range(), weight, order);
    }
}
