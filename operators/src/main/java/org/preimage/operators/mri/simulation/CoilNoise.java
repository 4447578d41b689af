package org.preimage.operators.mri.simulation;

import java.util.random.RandomGenerator;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The thermal noise of receivers: complex, Gaussian, independent from sample to sample, with a covariance between coils. Each
 * sample of all coils is y + L n with C = L L<sup>H</sup> and n of variance 1 in real and imaginary part.
 */
public final class CoilNoise implements NoiseModel {
    private final Space data;
    private final int coils;

    /** L, lower triangular, complex interleaved, row after row. */
    private final double[] factor;

    private CoilNoise(Space data, double[] covariance) {
        this.data = data;
        this.coils = coils(data);
        this.factor = cholesky(covariance, coils);
    }

    /**
     * Noise of equal size in all coils, without correlation.
     *
     * @param data complex with a coil axis
     * @param standardDeviation of real and imaginary part each
     */
    public static CoilNoise independent(Space data, double standardDeviation) {
        return neighbours(data, standardDeviation, 0);
    }

    /**
     * Noise of equal size in all coils, correlated by c<sup>d</sup> between coils that are d apart on the ring.
     *
     * @param data complex with a coil axis
     * @param standardDeviation of real and imaginary part each
     * @param correlation c of direct neighbours, from 0 to less than 1
     */
    public static CoilNoise neighbours(Space data, double standardDeviation, double correlation) {
        if (!(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
            throw new IllegalArgumentException("the standard deviation of the noise is " + standardDeviation
                    + ", but must be finite and not negative");
        }
        if (!(correlation >= 0) || correlation >= 1) {
            throw new IllegalArgumentException(
                    "the correlation of neighbours is " + correlation + ", but must be at least 0 and less than 1");
        }
        int n = coils(data);
        double[] c = new double[2 * n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int apart = Math.min(Math.abs(i - j), n - Math.abs(i - j));
                c[2 * (i * n + j)] = standardDeviation * standardDeviation * Math.pow(correlation, apart);
            }
        }
        return new CoilNoise(data, c);
    }

    /**
     * Noise with this covariance.
     *
     * @param data complex with a coil axis
     * @param covariance n x n complex numbers for n coils, Hermitian and positive semidefinite: C[i][j] is half of the mean of
     *     e<sub>i</sub> conj(e<sub>j</sub>), so that the diagonal holds the variances of the real parts; two axes of n, complex
     * @throws IllegalArgumentException if it has another shape or is not positive semidefinite
     */
    public static CoilNoise of(Space data, Image covariance) {
        int n = coils(data);
        if (covariance.data().length != 2 * n * n || covariance.space().size(0) != n) {
            throw new IllegalArgumentException("the covariance of the noise is " + covariance.space() + ", but " + n
                    + " coils need " + n + " x " + n + " complex numbers");
        }
        double[] c = new double[2 * n * n];
        for (int i = 0; i < c.length; i++) {
            c[i] = covariance.data()[i];
        }
        return new CoilNoise(data, c);
    }

    private static int coils(Space data) {
        return data.size(coilAxis(data));
    }

    private static int coilAxis(Space data) {
        return data.indexOf(Role.COIL)
                .orElseThrow(
                        () -> new IllegalArgumentException("the data are " + data + ", but noise needs a coil axis"));
    }

    private static double[] cholesky(double[] c, int n) {
        double[] l = new double[2 * n * n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, c[2 * (i * n + i)]);
        }
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double re = c[2 * (i * n + j)];
                double im = c[2 * (i * n + j) + 1];
                for (int k = 0; k < j; k++) {
                    int a = 2 * (i * n + k);
                    int b = 2 * (j * n + k);
                    re -= l[a] * l[b] + l[a + 1] * l[b + 1];
                    im -= l[a + 1] * l[b] - l[a] * l[b + 1];
                }
                if (i == j) {
                    if (!(re >= -1e-6 * largest)) {
                        throw new IllegalArgumentException(
                                "the covariance of the noise is not positive semidefinite: after " + j
                                        + " coils a variance of " + re + " is left");
                    }
                    l[2 * (j * n + j)] = Math.sqrt(Math.max(0, re));
                } else {
                    double diagonal = l[2 * (j * n + j)];
                    l[2 * (i * n + j)] = diagonal > 0 ? re / diagonal : 0;
                    l[2 * (i * n + j) + 1] = diagonal > 0 ? im / diagonal : 0;
                }
            }
        }
        return l;
    }

    /** Points whose data of all coils are zero, as those that a mask leaves out, get no noise. */
    @Override
    public void sample(float[] clean, RandomGenerator random, float[] out) {
        data.require("clean", clean);
        data.require("out", out);
        int stride = 1;
        for (int a = 0; a < coilAxis(data); a++) {
            stride *= data.size(a);
        }
        double[] n = new double[2 * coils];
        for (int i = 0; i < clean.length / 2 / coils; i++) {
            int first = i / stride * stride * coils + i % stride;
            boolean measured = false;
            for (int c = 0; c < coils; c++) {
                int at = 2 * (first + c * stride);
                measured |= clean[at] != 0 || clean[at + 1] != 0;
                n[2 * c] = random.nextGaussian();
                n[2 * c + 1] = random.nextGaussian();
            }
            for (int c = 0; c < coils; c++) {
                int at = 2 * (first + c * stride);
                double re = 0;
                double im = 0;
                for (int k = 0; k <= c && measured; k++) {
                    int l = 2 * (c * coils + k);
                    re += factor[l] * n[2 * k] - factor[l + 1] * n[2 * k + 1];
                    im += factor[l] * n[2 * k + 1] + factor[l + 1] * n[2 * k];
                }
                out[at] = (float) (clean[at] + re);
                out[at + 1] = (float) (clean[at + 1] + im);
            }
        }
    }
}
