package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;

/** Second-order priors and the elastic net: minimisers against dense slow computations, and images without stairs. */
class SecondOrderPriorsTest {
    private static final int NX = 4;
    private static final int NY = 3;
    private static final int N = NX * NY;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    /** A dense operator of 15 random rows. */
    private static RealMatrix matrix(int columns) {
        RandomGenerator random = random(3);
        RealMatrix a = new Array2DRowRealMatrix(15, columns);
        for (int i = 0; i < 15; i++) {
            for (int j = 0; j < columns; j++) {
                a.setEntry(i, j, (float) random.nextGaussian());
            }
        }
        return a;
    }

    private static LinearOperator operator(RealMatrix a) {
        return LinearOperator.of(
                Space.image(NX, NY, 1),
                Space.vector(15),
                (x, out) -> copy(a.operate(doubles(x)), out),
                (y, out) -> copy(a.transpose().operate(doubles(y)), out));
    }

    private static double[] doubles(float[] x) {
        double[] d = new double[x.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = x[i];
        }
        return d;
    }

    private static void copy(double[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
    }

    private static float[] data() {
        float[] b = new float[15];
        RandomGenerator random = random(8);
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) (3 * random.nextGaussian());
        }
        return b;
    }

    private static double[] solve(Method method, Map<String, String> settings) {
        LinearOperator a = operator(matrix(N));
        Reconstruction r = method.with(settings).reconstruct(new InverseProblem(a, new Image(a.range(), data())));
        return doubles(r.image().data());
    }

    private static double misfit(double[] x) {
        double[] ax = matrix(N).operate(x);
        double sum = 0;
        float[] b = data();
        for (int i = 0; i < b.length; i++) {
            sum += 0.5 * (ax[i] - b[i]) * (ax[i] - b[i]);
        }
        return sum;
    }

    /** Rows of (D x - v, r E v) written down one by one, two and three to a group. */
    private static RealMatrix generalised(double ratio) {
        RealMatrix k = new Array2DRowRealMatrix(5 * N, 3 * N);
        for (int j = 0; j < NY; j++) {
            for (int i = 0; i < NX; i++) {
                int p = j * NX + i;
                if (i < NX - 1) {
                    k.setEntry(5 * p, p + 1, 1);
                    k.setEntry(5 * p, p, -1);
                }
                k.setEntry(5 * p, N + p, -1);
                if (j < NY - 1) {
                    k.setEntry(5 * p + 1, p + NX, 1);
                    k.setEntry(5 * p + 1, p, -1);
                }
                k.setEntry(5 * p + 1, 2 * N + p, -1);
                if (i > 0 && i < NX - 1) {
                    k.setEntry(5 * p + 2, N + p, ratio);
                    k.setEntry(5 * p + 2, N + p - 1, -ratio);
                }
                if (j > 0 && j < NY - 1) {
                    k.setEntry(5 * p + 3, 2 * N + p, ratio);
                    k.setEntry(5 * p + 3, 2 * N + p - NX, -ratio);
                }
                if (j > 0 && i < NX - 1) {
                    k.setEntry(5 * p + 4, N + p, ratio * Math.sqrt(0.5));
                    k.setEntry(5 * p + 4, N + p - NX, -ratio * Math.sqrt(0.5));
                }
                if (i > 0 && j < NY - 1) {
                    k.setEntry(5 * p + 4, 2 * N + p, ratio * Math.sqrt(0.5));
                    k.setEntry(5 * p + 4, 2 * N + p - 1, -ratio * Math.sqrt(0.5));
                }
            }
        }
        return k;
    }

    private static double norms(double[] z, int from, int length, double smooth) {
        double sum = 0;
        for (int p = 0; p < N; p++) {
            double square = smooth * smooth;
            for (int c = from; c < from + length; c++) {
                square += z[5 * p + c] * z[5 * p + c];
            }
            sum += Math.sqrt(square);
        }
        return sum;
    }

    /** By reweighted least squares with lengths sqrt(|z|^2 + e^2), e falling to 1e-7. */
    private static double[] slowTgv(double weight, double ratio) {
        RealMatrix k = generalised(ratio);
        RealMatrix a = new Array2DRowRealMatrix(15, 3 * N);
        a.setSubMatrix(matrix(N).getData(), 0, 0);
        RealMatrix gram = a.transpose().multiply(a);
        RealVector right = a.transpose().operate(new ArrayRealVector(doubles(data())));
        double[] u = new double[3 * N];
        for (double e = 1; e > 1e-7; e *= 0.5) {
            for (int step = 0; step < 40; step++) {
                double[] z = k.operate(u);
                RealMatrix scaled = k.copy();
                for (int p = 0; p < N; p++) {
                    double first = Math.hypot(Math.hypot(z[5 * p], z[5 * p + 1]), e);
                    double second = Math.hypot(Math.hypot(Math.hypot(z[5 * p + 2], z[5 * p + 3]), z[5 * p + 4]), e);
                    for (int c = 0; c < 5; c++) {
                        scaled.setRowVector(
                                5 * p + c, k.getRowVector(5 * p + c).mapMultiply(weight / (c < 2 ? first : second)));
                    }
                }
                RealMatrix system = gram.add(k.transpose().multiply(scaled));
                u = new CholeskyDecomposition(system, 1e-9, 1e-30)
                        .getSolver()
                        .solve(right)
                        .toArray();
            }
        }
        return u;
    }

    @Test
    void generalisedVariationReachesTheMinimumOfADenseComputation() {
        double weight = 1.3;
        double ratio = 0.4;
        double[] slow = slowTgv(weight, ratio);
        double[] x = solve(
                TotalGeneralised.METHOD,
                Map.of(
                        "weight",
                        "1.3",
                        "ratio",
                        "0.4",
                        "nonNegative",
                        "false",
                        "tolerance",
                        "1e-6",
                        "iterations",
                        "20000"));
        double[] z = generalised(ratio).operate(slow);
        double least = misfit(java.util.Arrays.copyOf(slow, N)) + weight * (norms(z, 0, 2, 0) + norms(z, 2, 3, 0));
        assertTrue(norms(z, 2, 3, 0) > 0.1 && norms(z, 0, 2, 0) > 0.1, "both parts are at work");
        for (int i = 0; i < N; i++) {
            assertEquals(slow[i], x[i], 2e-3, "pixel " + i + " of a minimum of " + least);
        }
    }

    private static double hessianNorm(double[] x, int order) {
        double sum = 0;
        for (int j = 0; j < NY; j++) {
            for (int i = 0; i < NX; i++) {
                int p = j * NX + i;
                boolean innerX = i > 0 && i < NX - 1;
                boolean innerY = j > 0 && j < NY - 1;
                double xx = innerX ? x[p + 1] - 2 * x[p] + x[p - 1] : 0;
                double yy = innerY ? x[p + NX] - 2 * x[p] + x[p - NX] : 0;
                double xy = innerX && innerY ? (x[p + NX + 1] - x[p + NX - 1] - x[p - NX + 1] + x[p - NX - 1]) / 4 : 0;
                double[] lambda = new EigenDecomposition(new Array2DRowRealMatrix(new double[][] {{xx, xy}, {xy, yy}}))
                        .getRealEigenvalues();
                DoubleStream size = DoubleStream.of(lambda).map(Math::abs);
                sum += order == 1
                        ? size.sum()
                        : order == 2
                                ? Math.sqrt(size.map(l -> l * l).sum())
                                : size.max().getAsDouble();
            }
        }
        return sum;
    }

    /** The problem is convex: where no small step of many leads lower, none does. */
    @Test
    void hessianNormsAreMinimised() {
        int order = 1;
        for (String name : new String[] {"1", "2", "inf"}) {
            double[] x = solve(
                    HessianPrior.METHOD,
                    Map.of(
                            "weight",
                            "0.8",
                            "order",
                            name,
                            "nonNegative",
                            "false",
                            "tolerance",
                            "1e-7",
                            "iterations",
                            "20000"));
            double least = misfit(x) + 0.8 * hessianNorm(x, order);
            RandomGenerator random = random(5);
            for (int trial = 0; trial < 3000; trial++) {
                double size = Math.pow(10, -1 - trial % 4);
                double[] y = x.clone();
                for (int i = 0; i < N; i++) {
                    y[i] += trial % 3 == 0 || i == trial % N ? size * random.nextGaussian() : 0;
                }
                double other = misfit(y) + 0.8 * hessianNorm(y, order);
                assertTrue(other >= least - 2e-6 * least, "order " + name + ": " + other + " < " + least);
            }
            order++;
        }
    }

    /** By coordinate descent, in double. */
    @Test
    void elasticNetReachesTheMinimumOfCoordinateDescent() {
        RealMatrix a = matrix(N);
        float[] b = data();
        double norm = new EigenDecomposition(a.transpose().multiply(a)).getRealEigenvalue(0);
        double ridge = 0.1 * norm;
        double[] slow = new double[N];
        for (int sweep = 0; sweep < 2000; sweep++) {
            for (int j = 0; j < N; j++) {
                slow[j] = 0;
                double[] rest = a.operate(slow);
                double square = 0;
                double slope = 0;
                for (int i = 0; i < 15; i++) {
                    square += a.getEntry(i, j) * a.getEntry(i, j);
                    slope += a.getEntry(i, j) * (b[i] - rest[i]);
                }
                slow[j] = Math.signum(slope) * Math.max(0, Math.abs(slope) - 4) / (square + ridge);
            }
        }
        double[] x = solve(
                ElasticNet.METHOD,
                Map.of(
                        "weight",
                        "4",
                        "ridge",
                        "0.1",
                        "nonNegative",
                        "false",
                        "tolerance",
                        "1e-8",
                        "iterations",
                        "5000"));
        int zeros = 0;
        for (int i = 0; i < N; i++) {
            assertEquals(slow[i], x[i], 1e-3);
            zeros += x[i] == 0 ? 1 : 0;
        }
        assertTrue(zeros > 0 && zeros < N, zeros + " zeros");
    }

    /** A slope, a disc with a slope of its own, and a block. */
    private static float[] slopes(int n) {
        float[] x = new float[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double u = (i + 0.5) / n;
                double v = (j + 0.5) / n;
                double t = 0.1 + 0.4 * u;
                t = Math.hypot(u - 0.3, v - 0.35) < 0.22 ? 0.9 - 0.8 * (v - 0.2) : t;
                t = u > 0.6 && u < 0.9 && v > 0.15 && v < 0.85 ? 0.2 + 0.9 * (v - 0.15) : t;
                x[j * n + i] = (float) (v > 0.72 && v < 0.9 && u > 0.1 && u < 0.5 ? 0.8 : t);
            }
        }
        return x;
    }

    /** The share of steps on the slope of the block that are flat: less than a fifth of the true step. */
    private static double flat(float[] x, int n) {
        int flat = 0;
        int count = 0;
        for (int j = n / 4; j < 3 * n / 4; j++) {
            for (int i = (int) (0.66 * n); i < (int) (0.84 * n); i++) {
                flat += Math.abs(x[(j + 1) * n + i] - x[j * n + i]) < 0.2 * 0.9 / n ? 1 : 0;
                count++;
            }
        }
        return (double) flat / count;
    }

    @Test
    void generalisedVariationBuildsNoStairs() {
        int n = 64;
        Space space = Space.image(n, n, 1);
        float[] truth = slopes(n);
        float[] noisy = truth.clone();
        new GaussianNoise(0.06).sample(noisy, random(1), noisy);
        InverseProblem problem = new InverseProblem(new Identity(space), new Image(space, noisy));
        Image tv = TotalVariation.METHOD.withDefaults().reconstruct(problem).image();
        Image tgv = TotalGeneralised.METHOD.withDefaults().reconstruct(problem).image();
        Image original = new Image(space, truth);
        double gain = ImageQuality.of(original, tgv).psnr()
                - ImageQuality.of(original, tv).psnr();
        assertTrue(gain > 0.6, "TGV gains " + gain + " dB");
        assertTrue(flat(tv.data(), n) > 0.25, "TV has " + flat(tv.data(), n) + " flat steps");
        assertTrue(flat(tgv.data(), n) < 0.1, "TGV has " + flat(tgv.data(), n) + " flat steps");
    }
}
