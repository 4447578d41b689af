package org.preimage.priors.laplace;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.DenseMatrix;

/**
 * The prior covariances G_b = J_b J_b* of the image for blocks of weights with variance 1, and the operator, as dense matrices: for
 * images of at most {@value #MOST} pixels.
 *
 * @param space of the image
 * @param blocks G_b
 * @param operator A, m x n
 */
public record DenseCovariance(Space space, List<DenseMatrix> blocks, DenseMatrix operator) {
    /** Pixels at most: 64 x 64. */
    public static final int MOST = 4096;

    public DenseCovariance {
        blocks = List.copyOf(blocks);
    }

    /**
     * That of a model: one product with the Jacobian's transpose for each pixel.
     *
     * @throws IllegalArgumentException if the image or the data are too large
     */
    public static DenseCovariance of(LinearModel model) {
        int n = model.space().length();
        int m = model.operator().range().length();
        if (n > MOST || m > 2 * MOST) {
            throw new IllegalArgumentException("the image has " + n + " pixels and the data " + m
                    + " values, but dense covariances are for at most " + MOST + " and " + 2 * MOST);
        }
        try (LinearisedNetwork j = model.linearised()) {
            return new DenseCovariance(model.space(), j.grams(model.blocks().groups()), matrix(model.operator()));
        }
    }

    /** An operator column by column. */
    private static DenseMatrix matrix(LinearOperator a) {
        int n = a.domain().length();
        int m = a.range().length();
        DenseMatrix out = DenseMatrix.zeros(m, n);
        float[] unit = new float[n];
        float[] column = new float[m];
        for (int j = 0; j < n; j++) {
            unit[j] = 1;
            a.apply(unit, column);
            unit[j] = 0;
            for (int i = 0; i < m; i++) {
                out.values()[i * n + j] = column[i];
            }
        }
        return out;
    }

    /** S = sum_b v_b G_b. */
    public DenseMatrix prior(double[] variances) {
        int n = space.length();
        DenseMatrix s = DenseMatrix.zeros(n, n);
        for (int b = 0; b < variances.length; b++) {
            s.add(variances[b], blocks.get(b));
        }
        return s;
    }
}
