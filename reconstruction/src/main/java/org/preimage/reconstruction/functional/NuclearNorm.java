package org.preimage.reconstruction.functional;

import java.util.Arrays;
import org.preimage.operators.linear.HermitianEigen;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/**
 * The sum of singular values f(x) = w sum_i sigma_i(X) of the Casorati matrix X, whose columns are the frames of a series:
 * rows run over all axes but the slowest, columns over the slowest. It is small for series that few images span.
 *
 * <p>The proximal map shrinks the singular values by gamma w; the conjugate is the indicator of the largest singular
 * value being at most w, whose proximal map cuts singular values off at w. Both are X h(X* X) with a function h of the small
 * Hermitian matrix X* X of inner products of frames, so that no decomposition of X itself is needed.
 *
 * <p>Cai, Candes and Shen 2010, A singular value thresholding algorithm for matrix completion, SIAM J. Optim. 20.
 */
public final class NuclearNorm implements Proximable {
    private static final int BLOCK = 1 << 11;

    private final Space domain;
    private final double weight;
    private final int frames;
    private final int rows;
    private final boolean complex;

    /**
     * @param domain at least two axes, the slowest counts the frames
     * @param weight w, positive
     * @throws IllegalArgumentException if there is one axis only, or the weight is not positive
     */
    public NuclearNorm(Space domain, double weight) {
        if (domain.dimensions() < 2) {
            throw new IllegalArgumentException("the domain is " + domain
                    + ", but a matrix needs at least two axes, the slowest counting its columns");
        }
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.frames = domain.size(domain.dimensions() - 1);
        this.rows = domain.points() / frames;
        this.complex = domain.field().floats() == 2;
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** A function of singular values. */
    private interface Function {
        double of(double sigma);
    }

    /** The singular values of the Casorati matrix, largest first; those below about 1e-8 of it are rounding. */
    public double[] singularValues(float[] x) {
        domain.require("x", x);
        return singularValues(eigen(x));
    }

    private static double[] singularValues(HermitianEigen eigen) {
        return Arrays.stream(eigen.values()).map(v -> Math.sqrt(Math.max(0, v))).toArray();
    }

    @Override
    public double value(float[] x) {
        double sum = 0;
        for (double sigma : singularValues(x)) {
            sum += sigma;
        }
        return weight * sum;
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double threshold = SquaredDistance.requirePositive("gamma", gamma) * weight;
        HermitianEigen eigen = eigen(v);
        multiply(v, eigen, s -> s > threshold ? 1 - threshold / s : 0, out);
        double sum = 0;
        for (double sigma : singularValues(eigen)) {
            sum += Math.max(0, sigma - threshold);
        }
        return weight * sum;
    }

    @Override
    public double conjugateValue(float[] y) {
        double limit = weight * (1 + 4 * GroupL1.ROUNDING);
        return singularValues(y)[0] > limit ? Double.POSITIVE_INFINITY : 0;
    }

    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                domain.require("v", v);
                domain.require("out", out);
                multiply(v, eigen(v), s -> s > weight ? weight / s : 1, out);
                return 0;
            }
        };
    }

    /** The eigen-decomposition of X* X. */
    private HermitianEigen eigen(float[] x) {
        double[][] re = new double[frames][frames];
        double[][] im = new double[frames][frames];
        Parallel.ranges(frames, 1, (from, to) -> {
            for (int s = from; s < to; s++) {
                for (int t = 0; t <= s; t++) {
                    inner(x, s, t, re, im);
                }
            }
        });
        return HermitianEigen.of(re, im);
    }

    /** Entries s, t and t, s of X* X. */
    private void inner(float[] x, int s, int t, double[][] gramRe, double[][] gramIm) {
        int length = domain.length() / frames;
        int a = s * length;
        int b = t * length;
        double re = 0;
        double im = 0;
        if (complex) {
            for (int i = 0; i < length; i += 2) {
                re += (double) x[a + i] * x[b + i] + (double) x[a + i + 1] * x[b + i + 1];
                im += (double) x[a + i] * x[b + i + 1] - (double) x[a + i + 1] * x[b + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                re += (double) x[a + i] * x[b + i];
            }
        }
        gramRe[s][t] = re;
        gramRe[t][s] = re;
        gramIm[s][t] = s == t ? 0 : im;
        gramIm[t][s] = s == t ? 0 : -im;
    }

    /** out = X V h(sigma) V*. */
    private void multiply(float[] x, HermitianEigen eigen, Function h, float[] out) {
        double[] sigma = singularValues(eigen);
        HermitianEigen.Rows v = eigen.vectors(frames);
        float[][] re = new float[frames][frames];
        float[][] im = new float[frames][frames];
        for (int s = 0; s < frames; s++) {
            for (int t = 0; t < frames; t++) {
                double r = 0;
                double i = 0;
                for (int k = 0; k < frames; k++) {
                    double factor = h.of(sigma[k]);
                    r += factor * (v.re()[k][s] * v.re()[k][t] + v.im()[k][s] * v.im()[k][t]);
                    i += factor * (v.im()[k][s] * v.re()[k][t] - v.re()[k][s] * v.im()[k][t]);
                }
                re[s][t] = (float) r;
                im[s][t] = (float) i;
            }
        }
        int parts = domain.field().floats();
        Parallel.ranges(rows, BLOCK, (from, to) -> {
            for (int begin = from; begin < to; begin += BLOCK) {
                mix(x, re, im, begin * parts, Math.min(to, begin + BLOCK) * parts, out);
            }
        });
    }

    /** The product for some rows, copied first because {@code out} may be {@code x}. */
    private void mix(float[] x, float[][] re, float[][] im, int from, int to, float[] out) {
        int length = domain.length() / frames;
        float[][] columns = new float[frames][to - from];
        for (int s = 0; s < frames; s++) {
            System.arraycopy(x, s * length + from, columns[s], 0, to - from);
        }
        float[] sum = new float[to - from];
        for (int t = 0; t < frames; t++) {
            Arrays.fill(sum, 0);
            for (int s = 0; s < frames; s++) {
                float a = re[s][t];
                float b = im[s][t];
                float[] c = columns[s];
                if (complex) {
                    for (int i = 0; i < sum.length; i += 2) {
                        sum[i] += a * c[i] - b * c[i + 1];
                        sum[i + 1] += a * c[i + 1] + b * c[i];
                    }
                } else {
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += a * c[i];
                    }
                }
            }
            System.arraycopy(sum, 0, out, t * length + from, to - from);
        }
    }
}
