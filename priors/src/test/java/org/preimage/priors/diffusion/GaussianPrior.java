package org.preimage.priors.diffusion;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.Diffusion;
import org.preimage.priors.model.VarianceExploding;

/** Images with a normal law N(m, C), whose scores are known: D(z, s) = m + C (C + s^2)^-1 (z - m). */
record GaussianPrior(Space space, double[] average, RealMatrix covariance, Diffusion process)
        implements DiffusionPrior {
    /** Of 3 x 2 pixels with different means and variances, that know of each other. */
    static GaussianPrior correlated() {
        int n = 6;
        double[] m = new double[n];
        RealMatrix c = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            m[i] = 0.5 + 0.3 * i;
            for (int j = 0; j < n; j++) {
                c.setEntry(i, j, (0.5 + 0.1 * i) * (0.5 + 0.1 * j) * Math.pow(0.6, Math.abs(i - j)));
            }
        }
        return new GaussianPrior(Space.image(3, 2, 1), m, c, new VarianceExploding(0.01, 50));
    }

    /** Of 3 x 2 pixels that are white noise. */
    static GaussianPrior white(double deviation) {
        int n = 6;
        double[] m = new double[n];
        java.util.Arrays.fill(m, 0.7);
        return new GaussianPrior(
                Space.image(3, 2, 1),
                m,
                MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(deviation * deviation),
                new VarianceExploding(0.01, 50));
    }

    @Override
    public double mean() {
        double sum = 0;
        for (double v : average) {
            sum += v / average.length;
        }
        return sum;
    }

    @Override
    public double deviation() {
        return Math.sqrt(covariance.getTrace() / average.length);
    }

    @Override
    public double level(double time) {
        return deviation() * process.level(time);
    }

    @Override
    public double time(double level) {
        return process.time(level / deviation());
    }

    /** C (C + s^2)^-1. */
    private RealMatrix filter(double level) {
        RealMatrix sum = covariance.add(
                MatrixUtils.createRealIdentityMatrix(average.length).scalarMultiply(level * level));
        return covariance.multiply(new LUDecomposition(sum).getSolver().getInverse());
    }

    @Override
    public void denoise(float[][] noisy, double level, float[][] out) {
        RealMatrix filter = filter(level);
        for (int k = 0; k < noisy.length; k++) {
            double[] d = new double[average.length];
            for (int i = 0; i < d.length; i++) {
                d[i] = noisy[k][i] - average[i];
            }
            double[] f = filter.operate(d);
            for (int i = 0; i < d.length; i++) {
                out[k][i] = (float) (average[i] + f[i]);
            }
        }
    }

    @Override
    public void pullBack(float[][] noisy, double level, Cotangent cotangent, float[][] out, float[][] products) {
        denoise(noisy, level, out);
        RealMatrix transposed = filter(level).transpose();
        for (int k = 0; k < noisy.length; k++) {
            float[] w = cotangent.of(k, out[k]);
            double[] d = new double[w.length];
            for (int i = 0; i < d.length; i++) {
                d[i] = w[i];
            }
            double[] p = transposed.operate(d);
            for (int i = 0; i < d.length; i++) {
                products[k][i] = (float) p[i];
            }
        }
    }
}
