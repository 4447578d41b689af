package org.preimage.priors.laplace;

import java.util.Arrays;
import org.preimage.operators.space.Space;
import org.preimage.priors.tensor.DenseMatrix;

/** The posterior by dense algebra: exact, for small images. */
public final class DensePosterior implements ImagePosterior {
    /** Added to the covariance's diagonal for its factor, relative to the largest variance: a thousandth of its deviation. */
    private static final double RIDGE = 1e-6;

    private final Space space;
    private final float[] mean;
    private final DenseMatrix covariance;
    private DenseMatrix factor;

    /**
     * @param dense covariances of the model's blocks
     * @param mean x*
     * @param variances v_b
     * @param noise s<sup>2</sup>
     */
    public DensePosterior(DenseCovariance dense, float[] mean, double[] variances, double noise) {
        space = dense.space();
        space.require("mean", mean);
        this.mean = mean.clone();
        DenseMatrix s = dense.prior(variances);
        DenseMatrix cross = dense.operator().times(s);
        DenseMatrix k = cross.timesTransposed(dense.operator());
        k.addToDiagonal(noise);
        s.add(-1, k.cholesky().solveLower(cross).columnGram());
        covariance = s;
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    /** The covariance: n x n. */
    public DenseMatrix covariance() {
        return covariance;
    }

    /** The standard deviation of each pixel. */
    public float[] standardDeviation() {
        double[] variances = covariance.diagonal();
        float[] out = new float[variances.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.sqrt(Math.max(0, variances[i]));
        }
        return out;
    }

    @Override
    public float[] covarianceTimes(float[] v) {
        space.require("v", v);
        double[] exact = new double[v.length];
        Arrays.setAll(exact, i -> v[i]);
        return rounded(covariance.times(exact));
    }

    @Override
    public synchronized float[][] samples(long seed, int first, int count) {
        if (factor == null) {
            DenseMatrix lifted = new DenseMatrix(
                    covariance.rows(), covariance.columns(), covariance.values().clone());
            lifted.addToDiagonal(
                    RIDGE * Arrays.stream(covariance.diagonal()).max().orElseThrow());
            factor = lifted.cholesky();
        }
        float[][] out = new float[count][];
        for (int k = 0; k < count; k++) {
            out[k] = rounded(factor.times(Draws.normal(mean.length, seed, first + k)));
            for (int i = 0; i < mean.length; i++) {
                out[k][i] += mean[i];
            }
        }
        return out;
    }

    private static float[] rounded(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
