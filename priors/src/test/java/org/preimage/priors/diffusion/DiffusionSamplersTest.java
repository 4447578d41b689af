package org.preimage.priors.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

class DiffusionSamplersTest {
    private static final double NOISE = 0.3;
    private static final double[][] MATRIX = {{1, 0.5, 0, 0, 0, 0}, {0, 0, 1, 0, -0.5, 0}};
    private static final float[] DATA = {1.9f, 0.2f};

    /** Mean and covariance as samples tell them, with their own errors. */
    private record Moments(int count, double[] mean, RealMatrix covariance) {
        /** The largest distance from the true ones, in Monte-Carlo standard errors. */
        double errors(double[] m, RealMatrix c) {
            double worst = 0;
            for (int i = 0; i < m.length; i++) {
                worst = Math.max(worst, Math.abs(mean[i] - m[i]) / Math.sqrt(c.getEntry(i, i) / count));
                for (int j = 0; j < m.length; j++) {
                    double variance = c.getEntry(i, i) * c.getEntry(j, j) + Math.pow(c.getEntry(i, j), 2);
                    worst = Math.max(
                            worst,
                            Math.abs(covariance.getEntry(i, j) - c.getEntry(i, j)) / Math.sqrt(variance / count));
                }
            }
            return worst;
        }

        /** Largest errors of means in deviations, and of deviations relative to themselves. */
        double[] bias(double[] m, RealMatrix c) {
            double[] worst = new double[2];
            for (int i = 0; i < m.length; i++) {
                double d = Math.sqrt(c.getEntry(i, i));
                worst[0] = Math.max(worst[0], Math.abs(mean[i] - m[i]) / d);
                worst[1] = Math.max(worst[1], Math.abs(Math.sqrt(covariance.getEntry(i, i)) / d - 1));
            }
            return worst;
        }
    }

    private interface Sampler {
        Status sample(int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Moments moments(int n, Sampler sampler) {
        List<float[]> all = new ArrayList<>();
        assertEquals(Status.CONVERGED, sampler.sample(n, random(5), x -> all.add(x.clone())));
        assertEquals(n, all.size());
        int length = all.get(0).length;
        double[] mean = new double[length];
        for (float[] x : all) {
            for (int i = 0; i < length; i++) {
                mean[i] += x[i] / (double) n;
            }
        }
        RealMatrix c = new Array2DRowRealMatrix(length, length);
        for (float[] x : all) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    c.addToEntry(i, j, (x[i] - mean[i]) * (x[j] - mean[j]) / (n - 1));
                }
            }
        }
        return new Moments(n, mean, c);
    }

    private static LinearOperator operator(GaussianPrior prior) {
        return LinearOperator.of(
                prior.space(),
                Space.vector(MATRIX.length),
                (x, out) -> {
                    for (int i = 0; i < MATRIX.length; i++) {
                        double sum = 0;
                        for (int j = 0; j < x.length; j++) {
                            sum += MATRIX[i][j] * x[j];
                        }
                        out[i] = (float) sum;
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < out.length; j++) {
                        double sum = 0;
                        for (int i = 0; i < y.length; i++) {
                            sum += MATRIX[i][j] * y[i];
                        }
                        out[j] = (float) sum;
                    }
                });
    }

    private static LeastSquares fit(GaussianPrior prior) {
        return new LeastSquares(operator(prior), DATA);
    }

    /** (C^-1 + A* A / n^2)^-1. */
    private static RealMatrix posteriorCovariance(GaussianPrior prior) {
        RealMatrix a = new Array2DRowRealMatrix(MATRIX);
        RealMatrix precision = MatrixUtils.inverse(prior.covariance())
                .add(a.transpose().multiply(a).scalarMultiply(1 / (NOISE * NOISE)));
        return new LUDecomposition(precision).getSolver().getInverse();
    }

    private static double[] posteriorMean(GaussianPrior prior) {
        RealMatrix a = new Array2DRowRealMatrix(MATRIX);
        double[] residual = a.operate(prior.average());
        for (int i = 0; i < residual.length; i++) {
            residual[i] = (DATA[i] - residual[i]) / (NOISE * NOISE);
        }
        double[] step = posteriorCovariance(prior).operate(a.transpose().operate(residual));
        double[] mean = prior.average().clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] += step[i];
        }
        return mean;
    }

    @Test
    void unconditionalSamplersDrawFromThePrior() {
        GaussianPrior prior = GaussianPrior.correlated();
        for (Walk walk : List.of(new Heun(), Ddim.ANCESTRAL)) {
            int steps = walk instanceof Heun ? 60 : 1000;
            Moments found = moments(
                    4000, (n, random, sink, listeners) -> ReverseDiffusion.unconditional(prior, walk, steps, 4000)
                            .sample(n, random, sink, listeners));
            double errors = found.errors(prior.average(), prior.covariance());
            assertTrue(errors < 3, walk + ": " + errors);
        }
    }

    @Test
    void langevinDrawsFromThePosterior() {
        GaussianPrior prior = GaussianPrior.correlated();
        float[] start = new float[6];
        Moments found = moments(4000, (n, random, sink, listeners) -> new AnnealedLangevin(
                        prior, fit(prior), NOISE, 2, 0.04, 16, 200, 0.4, start, 3000)
                .sample(n, random, sink, listeners));
        double errors = found.errors(posteriorMean(prior), posteriorCovariance(prior));
        assertTrue(errors < 3, "" + errors);
    }

    /** Of white images the proximal guide is E[x | z, data] itself, so that draws are those of the posterior. */
    @Test
    void proximalGuideIsExactForWhiteImages() {
        GaussianPrior prior = GaussianPrior.white(0.8);
        for (Walk walk : List.of(new Heun(), Ddim.ANCESTRAL)) {
            int steps = walk instanceof Heun ? 60 : 1000;
            Guide guide = new ProximalGuide(prior, fit(prior), NOISE, 1, 50);
            Moments found = moments(
                    4000, (n, random, sink, listeners) -> ReverseDiffusion.ofNoise(prior, guide, walk, steps, 4000)
                            .sample(n, random, sink, listeners));
            double errors = found.errors(posteriorMean(prior), posteriorCovariance(prior));
            assertTrue(errors < 3, walk + ": " + errors);
        }
    }

    /** What the Javadoc of guides says of their bias, in standard deviations of the posterior and relative to them. */
    @Test
    void guidesAreBiasedByWhatTheySay() {
        GaussianPrior prior = GaussianPrior.correlated();
        Guide proximal = new ProximalGuide(prior, fit(prior), NOISE, 1, 50);
        requireBias(prior, proximal, Ddim.ANCESTRAL, 0.33, 0.04);
        requireBias(prior, proximal, new Heun(), 0.37, 0.13);
        requireBias(prior, proximal, new PredictorCorrector(1, 0.16), 0.18, 0.43);
        Guide matched = new MatchedGuide(prior, fit(prior), NOISE, MATRIX.length, 50);
        requireBias(prior, matched, Ddim.ANCESTRAL, 0.33, 0.15);
        requireBias(prior, new LikelihoodGuide(prior, fit(prior), 0.3), Ddim.ANCESTRAL, 0.49, 0.21);
        requireBias(prior, new LikelihoodGuide(prior, fit(prior), 1), Ddim.ANCESTRAL, 0.38, 0.75);
    }

    private static void requireBias(GaussianPrior prior, Guide guide, Walk walk, double mean, double deviation) {
        double[] found = moments(
                        4000, (n, random, sink, listeners) -> ReverseDiffusion.ofNoise(prior, guide, walk, 200, 4000)
                                .sample(n, random, sink, listeners))
                .bias(posteriorMean(prior), posteriorCovariance(prior));
        assertEquals(mean, found[0], 0.05, guide + " " + walk);
        assertEquals(deviation, found[1], 0.05, guide + " " + walk);
    }

    /**
     * Where pixels have one variance and nothing in common, and data know one pixel each, it is the proximal guide with the variance
     * that the misfit tells. Complex pixels share theirs.
     */
    @Test
    void matchedGuideTakesTheVarianceOfWhiteImagesFromTheMisfit() {
        double d = 0.8;
        double level = 0.6;
        GaussianPrior real = GaussianPrior.white(d);
        GaussianPrior complex =
                new GaussianPrior(Space.image(3, 1, 1).complex(), real.average(), real.covariance(), real.process());
        float[] gains = {1, 0.5f, 2, 1, 0, 1.5f};
        for (GaussianPrior prior : List.of(real, complex)) {
            LeastSquares fit = new LeastSquares(new Diagonal(prior.space(), gains), new float[] {3, -1, 3, -2, 0, 4});
            float[][] z = {{1, -2, 0.5f, 3, 0, 1}, {0.2f, 0.1f, 1, 0.8f, 0.7f, 0.3f}};
            float[][] denoised = new float[2][6];
            float[][] expected = new float[2][6];
            float[][] found = new float[2][6];
            prior.denoise(z, level, denoised);
            double white = level * level * d * d / (level * level + d * d);
            for (int i = 0; i < 2; i++) {
                double misfit = Vectors.distanceSquared(fit.operator().apply(denoised[i]), fit.data());
                double c = Math.min(
                        10, Math.max(1e-3, 2 * (misfit - 5 * NOISE * NOISE) / (white * Vectors.normSquared(gains))));
                new ProximalGuide(prior, fit, NOISE, 1 / c, 50)
                        .estimate(new float[][] {z[i]}, level, 1, new float[][] {expected[i]});
            }
            new MatchedGuide(prior, fit, NOISE, 5, 50).estimate(z, level, 1, found);
            assertArrayEquals(expected[0], found[0], 1e-4f);
            assertArrayEquals(expected[1], found[1], 1e-4f);
            assertTrue(Vectors.relativeDistance(expected[0], denoised[0]) > 0.1);
        }
    }

    /** A pixel that the network is sure of moves less than another that the data contradict as much. */
    @Test
    void matchedGuideMovesWhatTheNetworkIsNotSureOf() {
        int n = 40;
        double[] mean = new double[n];
        RealMatrix c = MatrixUtils.createRealIdentityMatrix(n);
        for (int i = n / 2; i < n; i++) {
            c.setEntry(i, i, 0.01);
        }
        GaussianPrior prior = new GaussianPrior(
                Space.image(n, 1, 1), mean, c, GaussianPrior.white(1).process());
        float[] gains = new float[n];
        Arrays.fill(gains, 1);
        float[] data = new float[n];
        data[8] = 2;
        data[n - 8] = 2;
        float[][] out = new float[1][n];
        new MatchedGuide(prior, new LeastSquares(new Diagonal(prior.space(), gains), data), NOISE, n, 50)
                .estimate(new float[1][n], 0.5, 1, out);
        assertTrue(out[0][8] > 1, Arrays.toString(out[0]));
        assertTrue(out[0][n - 8] < 0.3 * out[0][8], Arrays.toString(out[0]));
    }

    /** The more an estimate contradicts the data, the further it is drawn to them, and one that agrees stays. */
    @Test
    void matchedGuideHeedsMisfits() {
        GaussianPrior prior = GaussianPrior.white(0.8);
        Guide guide = new MatchedGuide(prior, fit(prior), NOISE, 2, 50);
        float[][] z = {{1.5f, 0.8f, 0.2f, 0.7f, 0, 0.7f}, {-3, -3, -3, 3, 3, 3}};
        float[][] x = new float[2][6];
        float[][] out = new float[2][6];
        prior.denoise(z, 0.3, x);
        guide.estimate(z, 0.3, 1, out);
        assertTrue(Vectors.relativeDistance(out[0], x[0]) < 0.01);
        assertTrue(Vectors.relativeDistance(out[1], x[1]) > 0.2);
        double before = Math.sqrt(Vectors.distanceSquared(operator(prior).apply(x[1]), DATA));
        double after = Math.sqrt(Vectors.distanceSquared(operator(prior).apply(out[1]), DATA));
        assertTrue(after < 0.2 * before, before + " to " + after);
    }

    /** The estimate of a start's error is of the order of the error. */
    @Test
    void theLevelOfAStartTellsItsError() {
        GaussianPrior prior = GaussianPrior.correlated();
        Guide guide = new ProximalGuide(prior, fit(prior), NOISE, 1, 50);
        double[] m = posteriorMean(prior);
        for (double error : new double[] {1, 3}) {
            float[] start = new float[m.length];
            for (int i = 0; i < start.length; i++) {
                start[i] = (float) (m[i] + (i % 2 == 0 ? error : -error));
            }
            StartLevel found = StartLevel.of(prior, guide, start, 2, 6, random(3));
            assertEquals(error, found.error(), 0.5 * error, "error " + error);
            assertEquals(2 * found.error(), found.level(), 1e-9);
        }
    }

    /** Two starts with the same noise come closer to each other, and the more noise, the closer. */
    @Test
    void noiseContractsStarts() {
        GaussianPrior prior = GaussianPrior.correlated();
        Guide guide = new ProximalGuide(prior, fit(prior), NOISE, 1, 50);
        double before = 1;
        for (double level : new double[] {0.2, 1, 5}) {
            float[][] ends = new float[2][];
            for (int k = 0; k < 2; k++) {
                float[] start = new float[6];
                Arrays.fill(start, k);
                int at = k;
                new ReverseDiffusion(prior, guide, Ddim.ANCESTRAL, start, level, 20, 1)
                        .sample(1, random(8), x -> ends[at] = x.clone());
            }
            double apart = Math.sqrt(Vectors.distanceSquared(ends[0], ends[1]) / 6);
            assertTrue(apart < before, level + ": " + apart);
            before = apart;
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        GaussianPrior prior = GaussianPrior.correlated();
        LeastSquares fit = fit(prior);
        assertThrows(IllegalArgumentException.class, () -> new ProximalGuide(prior, fit, 0, 1, 50));
        assertThrows(IllegalArgumentException.class, () -> new LikelihoodGuide(prior, fit, -1));
        assertThrows(IllegalArgumentException.class, () -> new PredictorCorrector(0, 0.1));
        float[] start = new float[6];
        assertThrows(
                IllegalArgumentException.class,
                () -> new AnnealedLangevin(prior, fit, NOISE, 1, 2, 3, 3, 0.1, start, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AnnealedLangevin(prior, fit, NOISE, 2, 1, 3, 3, 1.5, start, 1));
        assertThrows(
                IllegalArgumentException.class, () -> StartLevel.of(prior, Guide.none(prior), start, 0, 1, random(1)));
    }
}
