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

    /**
     * @param domain of the image, with at least one spatial axis
     * @param isotropic whether lengths are summed
     */
    public TotalVariationRegulariser(Space domain, boolean isotropic) {
        this.gradient = new Gradient(domain);
        this.isotropic = isotropic;
    }

    @Override
    public LinearOperator analysis() {
        return gradient;
    }

    @Override
    public Proximable weighted(double weight) {
        return isotropic ? new GroupL1(gradient.range(), weight) : new L1(gradient.range(), weight);
    }
}
