package org.preimage.reconstruction.functional;

import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * Total variation: the sum of the {@link Gradient}'s lengths, isotropic, or of the magnitudes of its components, anisotropic
 * (Rudin, Osher and Fatemi 1992, Nonlinear total variation based noise removal algorithms).
 */
public final class TotalVariationRegulariser implements Regulariser {
    private final Gradient gradient;
    private final boolean isotropic;
    private final boolean joint;

    /**
     * @param domain of the image, with at least one spatial axis
     * @param isotropic whether lengths are summed
     */
    public TotalVariationRegulariser(Space domain, boolean isotropic) {
        this(domain, isotropic, false);
    }

    private TotalVariationRegulariser(Space domain, boolean isotropic, boolean joint) {
        this.gradient = new Gradient(domain);
        this.isotropic = isotropic;
        this.joint = joint;
    }

    /**
     * Isotropic with one length for all channels at a point, which favours edges at the same place in all of them.
     *
     * @param domain of the image, with at least one spatial axis, and axes of the role CHANNEL as the slowest
     * @throws IllegalArgumentException if there is no such axis, or it is not the slowest
     */
    public static TotalVariationRegulariser joint(Space domain) {
        TotalVariationRegulariser regulariser = new TotalVariationRegulariser(domain, true, true);
        regulariser.weighted(1);
        return regulariser;
    }

    @Override
    public LinearOperator analysis() {
        return gradient;
    }

    @Override
    public Proximable weighted(double weight) {
        if (joint) {
            return GroupL1.joint(gradient.range(), weight);
        }
        return isotropic ? new GroupL1(gradient.range(), weight) : new L1(gradient.range(), weight);
    }
}
