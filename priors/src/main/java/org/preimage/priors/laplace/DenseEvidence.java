package org.preimage.priors.laplace;

import java.util.List;
import org.preimage.priors.tensor.DenseMatrix;

/** The evidence by dense algebra: exact, for small images. */
public final class DenseEvidence implements Evidence {
    private final List<DenseMatrix> blocks;
    private final double[] observation;

    /**
     * @param covariance of the model
     * @param model whose y' is taken
     */
    public DenseEvidence(DenseCovariance covariance, LinearModel model) {
        DenseMatrix a = covariance.operator();
        blocks = covariance.blocks().stream()
                .map(g -> a.times(g).timesTransposed(a))
                .toList();
        float[] y = model.observation();
        observation = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            observation[i] = y[i];
        }
    }

    @Override
    public int blocks() {
        return blocks.size();
    }

    @Override
    public int memory() {
        return 0;
    }

    @Override
    public Terms at(double[] variances, double noise, float[] memory) {
        int m = observation.length;
        DenseMatrix k = DenseMatrix.zeros(m, m);
        for (int b = 0; b < variances.length; b++) {
            k.add(variances[b], blocks.get(b));
        }
        k.addToDiagonal(noise);
        DenseMatrix factor = k.cholesky();
        DenseMatrix inverse = factor.inverseOfFactored();
        double[] a = inverse.times(observation);
        double value = -0.5 * (dot(a, observation) + factor.logDeterminantOfFactored() + m * Math.log(2 * Math.PI));
        double[] fit = new double[variances.length];
        double[] trace = new double[variances.length];
        for (int b = 0; b < fit.length; b++) {
            fit[b] = dot(a, blocks.get(b).times(a));
            trace[b] = inverse.dot(blocks.get(b));
        }
        double noiseTrace = 0;
        for (double d : inverse.diagonal()) {
            noiseTrace += d;
        }
        return new Terms(value, fit, trace, dot(a, a), noiseTrace);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
