package org.preimage.priors.laplace;

import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Space;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.DenseMatrix;

/**
 * A hyper-prior that matches the variances of weights to total variation: the expected total variation of the image,
 *
 * <pre>k(v) = E |D x|<sub>1</sub>,   x ~ N(x*, sum_b v_b G_b),</pre>
 *
 * has an exponential density, so that with the change of variables of each block by itself
 *
 * <pre>log p(log v) = -weight k(v) + sum_b log |dk / d log v_b|.</pre>
 *
 * <p>Total variation is anisotropic here: each difference of neighbours is Gaussian with mean d_e and variance t_e = sum_b v_b
 * T_be, and the mean of its magnitude is known in closed form. With z = exp(-d<sup>2</sup> / 2t) / sqrt(2 pi t) it holds that
 * dk / dv_b = sum_e T_be z_e.
 *
 * <p>Nalisnick, Gordon and Hernandez-Lobato 2021, Predictive complexity priors, AISTATS; Antoran et al. 2023 (with samples of a
 * prior about zero).
 */
public final class TotalVariationMatch {
    /** Variances of differences below which these count as fixed. */
    private static final double LEAST = 1e-30;

    private final float[] differences;
    private final float[][] variances;
    private final double weight;

    private TotalVariationMatch(float[] differences, float[][] variances, double weight) {
        if (!(weight > 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("weight is " + weight + ", but must be positive");
        }
        this.differences = differences;
        this.variances = variances;
        this.weight = weight;
    }

    /**
     * From dense covariances.
     *
     * @param image x*
     * @param weight of total variation in the negative logarithm of the posterior: that of the deep image prior over s<sup>2</sup>
     */
    public static TotalVariationMatch of(DenseCovariance covariance, float[] image, double weight) {
        Space space = covariance.space();
        float[] differences = new Gradient(space).apply(image);
        List<DenseMatrix> blocks = covariance.blocks();
        float[][] variances = new float[blocks.size()][differences.length];
        int n = image.length;
        int stride = 1;
        for (int axis = 0; axis < 2; axis++) {
            double scale = Math.pow(space.spacing(0) / space.spacing(axis), 2);
            for (int i = 0; i < n; i++) {
                if (i / stride % space.size(axis) == space.size(axis) - 1) {
                    continue;
                }
                int j = i + stride;
                for (int b = 0; b < variances.length; b++) {
                    DenseMatrix g = blocks.get(b);
                    variances[b][axis * n + i] =
                            (float) (scale * Math.max(0, g.at(i, i) + g.at(j, j) - 2 * g.at(i, j)));
                }
            }
            stride *= space.size(axis);
        }
        return new TotalVariationMatch(differences, variances, weight);
    }

    /**
     * From samples, for large images.
     *
     * @param model whose prior is matched
     * @param samples of each block's weights
     * @param random of the samples
     * @param weight as in {@link #of}
     */
    public static TotalVariationMatch sampled(LinearModel model, int samples, RandomGenerator random, double weight) {
        Gradient gradient = new Gradient(model.space());
        float[] differences = gradient.apply(model.image());
        WeightBlocks blocks = model.blocks();
        float[][] variances = new float[blocks.count()][differences.length];
        try (LinearisedNetwork j = model.linearised()) {
            for (int b = 0; b < variances.length; b++) {
                double[] one = new double[blocks.count()];
                one[b] = 1;
                float[] mask = blocks.deviations(one);
                for (int k = 0; k < samples; k++) {
                    float[] v = new float[mask.length];
                    for (int i = 0; i < v.length; i++) {
                        v[i] = mask[i] == 0 ? 0 : (float) random.nextGaussian();
                    }
                    float[] d = gradient.apply(j.apply(v));
                    for (int e = 0; e < d.length; e++) {
                        variances[b][e] += d[e] * d[e] / samples;
                    }
                }
            }
        }
        return new TotalVariationMatch(differences, variances, weight);
    }

    /** Value and the parts of its derivatives with respect to log v_b, both at least 0, whose difference they are. */
    static final class Terms {
        /** log p(log v) without its constant. */
        final double value;

        final double[] rising;
        final double[] falling;

        Terms(double value, double[] rising, double[] falling) {
            this.value = value;
            this.rising = rising;
            this.falling = falling;
        }
    }

    /** k(v). */
    public double expected(double[] v) {
        double sum = 0;
        for (int e = 0; e < differences.length; e++) {
            double t = variance(v, e);
            double d = Math.abs(differences[e]);
            if (t <= LEAST) {
                sum += d;
                continue;
            }
            double u = d / Math.sqrt(2 * t);
            sum += Math.sqrt(2 * t / Math.PI) * Math.exp(-u * u) + d * Erf.erf(u);
        }
        return sum;
    }

    private double variance(double[] v, int e) {
        double t = 0;
        for (int b = 0; b < v.length; b++) {
            t += v[b] * variances[b][e];
        }
        return t;
    }

    Terms at(double[] v) {
        int blocks = v.length;
        double[] first = new double[blocks];
        double[][] second = new double[blocks][blocks];
        for (int e = 0; e < differences.length; e++) {
            double t = variance(v, e);
            if (t <= LEAST) {
                continue;
            }
            double square = (double) differences[e] * differences[e];
            double z = Math.exp(-square / (2 * t)) / Math.sqrt(2 * Math.PI * t);
            double slope = z * (square / t - 1) / (2 * t);
            for (int b = 0; b < blocks; b++) {
                first[b] += variances[b][e] * z;
                double f = variances[b][e] * slope;
                for (int c = 0; c < blocks; c++) {
                    second[b][c] += f * variances[c][e];
                }
            }
        }
        double value = -weight * expected(v);
        double[] rising = new double[blocks];
        double[] falling = new double[blocks];
        for (int c = 0; c < blocks; c++) {
            value += Math.log(v[c] * first[c]);
            rising[c] = 1;
            falling[c] = weight * v[c] * first[c];
            double shape = 0;
            for (int b = 0; b < blocks; b++) {
                shape += v[c] * second[b][c] / first[b];
            }
            rising[c] += Math.max(0, shape);
            falling[c] += Math.max(0, -shape);
        }
        return new Terms(value, rising, falling);
    }
}
