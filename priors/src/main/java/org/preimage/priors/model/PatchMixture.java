package org.preimage.priors.model;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * A mixture of Gaussians of square patches without their mean value,
 *
 * <pre>p(x) = sum_k pi_k N(x; 0, C_k),   pi_k = n_k / sum_j n_j,   C_k = S_k / n_k,</pre>
 *
 * kept as what expectation maximisation sums up: the masses "masses" [K] n_k and the second moments "moments" [K, D, D] S_k, with D =
 * side<sup>2</sup> values of a patch row by row.
 *
 * <p>Zoran and Weiss 2011, From learning models of natural image patches to whole image restoration, ICCV.
 *
 * @param side of the patches, at least 2
 * @param components K, at least 1
 */
public record PatchMixture(int side, int components) implements Architecture {
    private static final String MASSES = "masses";
    private static final String MOMENTS = "moments";

    public PatchMixture {
        if (side < 2 || components < 1) {
            throw new IllegalArgumentException("a mixture of " + components + " components of patches of side " + side
                    + " needs at least one component and a side of at least 2");
        }
    }

    /** D, the values of a patch. */
    public int values() {
        return side * side;
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add(MASSES, Law.constant(1.0 / components), components);
        weights.add(MOMENTS, Law.constant(0), components, values(), values());
    }

    /** Weights of masses and moments. */
    public Weights weights(float[] masses, float[] moments) {
        Weights weights = new Weights(layout(), new float[layout().length()]);
        weights.set(MASSES, masses);
        weights.set(MOMENTS, moments);
        return weights;
    }

    /** The masses n. */
    public float[] masses(Weights weights) {
        return weights.get(MASSES);
    }

    /** The moments S, one matrix after the other. */
    public float[] moments(Weights weights) {
        return weights.get(MOMENTS);
    }

    /**
     * A component in the axes of its covariance.
     *
     * @param logShare log pi_k
     * @param variances eigenvalues of C_k, the largest first
     * @param axes eigenvectors, one after the other
     */
    public record Component(double logShare, double[] variances, float[] axes) {}

    /** All components. */
    public Component[] components(Weights weights) {
        float[] masses = masses(weights);
        float[] moments = moments(weights);
        double all = 0;
        for (float n : masses) {
            all += n;
        }
        int d = values();
        Component[] components = new Component[masses.length];
        for (int k = 0; k < components.length; k++) {
            RealMatrix c = MatrixUtils.createRealMatrix(d, d);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    int from = k * d * d;
                    double symmetric = 0.5 * (moments[from + i * d + j] + moments[from + j * d + i]);
                    c.setEntry(i, j, symmetric / masses[k]);
                }
            }
            EigenDecomposition eigen = new EigenDecomposition(c);
            double[] variances = Arrays.stream(eigen.getRealEigenvalues())
                    .map(v -> Math.max(0, v))
                    .toArray();
            float[] axes = new float[d * d];
            for (int j = 0; j < d; j++) {
                for (int i = 0; i < d; i++) {
                    axes[j * d + i] = (float) eigen.getEigenvector(j).getEntry(i);
                }
            }
            components[k] = new Component(Math.log(masses[k] / all), variances, axes);
        }
        return components;
    }
}
