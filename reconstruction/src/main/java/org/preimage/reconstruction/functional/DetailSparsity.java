package org.preimage.reconstruction.functional;

import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;

/**
 * Sparse details of wavelets or shearlets as an analysis prior: the sum of the magnitudes of S x without the approximation's,
 * each times the norm |psi_i| of its element, so that noise is suppressed alike on all scales
 * (M. Elad, P. Milanfar, R. Rubinstein, Analysis versus synthesis in signal priors, Inverse Problems 23, 2007).
 */
public final class DetailSparsity implements Regulariser {
    private final AnalysisOperator analysis;

    /** @param analysis S */
    public DetailSparsity(AnalysisOperator analysis) {
        this.analysis = analysis;
    }

    @Override
    public LinearOperator analysis() {
        return analysis;
    }

    @Override
    public Proximable weighted(double weight) {
        double[] norms = analysis.norms();
        for (int b = 0; b < norms.length; b++) {
            // Bands too narrow for the image have no coefficients but zero.
            norms[b] = norms[b] == 0 ? 1 : norms[b];
        }
        return new DetailL1(analysis.range(), analysis.approximation(), weight, norms);
    }
}
