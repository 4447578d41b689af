package org.preimage.reconstruction.functional;

import java.util.List;
import org.preimage.operators.GeneralisedGradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Restriction;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Second-order total generalised variation,
 *
 * <pre>R(x) = min_v |D x - v|<sub>1</sub> + r |E v|<sub>1</sub>,</pre>
 *
 * the sums of the vectors' lengths and the matrices' Frobenius norms. Where the image bends little, v is its gradient and bending costs;
 * at an edge v is smooth and the step costs as in total variation. So affine parts and edges are kept, and slopes do not break
 * into stairs.
 *
 * <p>The unknowns are the image and v, in the layout of {@link GeneralisedGradient}.
 *
 * <p>Bredies, Kunisch and Pock 2010, Total generalized variation, SIAM J. Imaging Sci. 3; Knoll, Bredies, Pock and Stollberger 2011,
 * Second order total generalized variation (TGV) for MRI, Magn. Reson. Med. 65, who take r = 2.
 */
public final class TotalGeneralisedVariation implements Regulariser {
    private final Space image;
    private final GeneralisedGradient gradient;
    private final double ratio;
    private final int axes;

    /**
     * @param image the image's space, with at least one spatial axis
     * @param ratio r, in samples; positive
     * @throws IllegalArgumentException if there is no spatial axis or the ratio is not positive
     */
    public TotalGeneralisedVariation(Space image, double ratio) {
        this.image = image;
        this.gradient = new GeneralisedGradient(image);
        this.ratio = SquaredDistance.requirePositive("ratio", ratio);
        this.axes = gradient.domain().size(image.dimensions()) - 1;
    }

    @Override
    public LinearOperator analysis() {
        return gradient;
    }

    @Override
    public Proximable weighted(double weight) {
        Space vectors = image.with(new Axis(Role.COMPONENT, axes));
        Space matrices = image.with(new Axis(Role.COMPONENT, axes * (axes + 1) / 2));
        return new SeparableSum(
                gradient.range(), List.of(new GroupL1(vectors, weight), new GroupL1(matrices, ratio * weight)));
    }

    @Override
    public LinearOperator image() {
        return new Restriction(gradient.domain(), 0, image);
    }

    @Override
    public Proximable ofImage(Proximable g) {
        return new SeparableSum(gradient.domain(), List.of(g, new Zero(image.with(new Axis(Role.COMPONENT, axes)))));
    }
}
