package org.preimage.uncertainty.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.posterior.PosteriorSamplerContract;
import org.preimage.reconstruction.posterior.SampledReconstructor;
import org.preimage.reconstruction.solver.Status;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.KeptSamples;
import org.preimage.uncertainty.score.Coverage;
import org.preimage.uncertainty.score.CoverageCounter;

class PerturbedLeastSquaresTest extends PosteriorSamplerContract {
    private static final int N = 12;
    private static final int M = 8;
    private static final double NOISE = 0.3;
    private static final Space IMAGES = Space.vector(N);
    private static final Space DATA = Space.vector(M);

    /** Fewer data than unknowns, each a mean over a part of the image with weights. */
    private static final double[][] MATRIX = new double[M][N];

    static {
        for (int r = 0; r < M; r++) {
            for (int c = 0; c < N; c++) {
                MATRIX[r][c] = Math.exp(-Math.pow((c - 1.4 * r) / 1.5, 2));
            }
        }
    }

    private static final LinearOperator FORWARD = LinearOperator.of(
            IMAGES,
            DATA,
            (x, out) -> {
                for (int r = 0; r < M; r++) {
                    double sum = 0;
                    for (int c = 0; c < N; c++) {
                        sum += MATRIX[r][c] * x[c];
                    }
                    out[r] = (float) sum;
                }
            },
            (y, out) -> {
                for (int c = 0; c < N; c++) {
                    double sum = 0;
                    for (int r = 0; r < M; r++) {
                        sum += MATRIX[r][c] * y[r];
                    }
                    out[c] = (float) sum;
                }
            });

    /** The prior N(0, diag(1/w^2)). */
    private static float[] weights() {
        float[] w = new float[N];
        for (int i = 0; i < N; i++) {
            w[i] = 1 + i / 6f;
        }
        return w;
    }

    private static final PerturbedLeastSquares SAMPLER =
            new PerturbedLeastSquares(NOISE, new Diagonal(IMAGES, weights()), 100, 1e-5);

    private static RealMatrix covariance() {
        RealMatrix a = new Array2DRowRealMatrix(MATRIX);
        RealMatrix precision = a.transpose().multiply(a).scalarMultiply(1 / (NOISE * NOISE));
        for (int i = 0; i < N; i++) {
            precision.addToEntry(i, i, weights()[i] * weights()[i]);
        }
        return new LUDecomposition(precision).getSolver().getInverse();
    }

    private static Image truth(RandomGenerator random) {
        Image x = Image.zeros(IMAGES);
        for (int i = 0; i < N; i++) {
            x.data()[i] = (float) (random.nextGaussian() / weights()[i]);
        }
        return x;
    }

    private static InverseProblem measured(Image x, RandomGenerator random) {
        float[] y = FORWARD.apply(x.data());
        for (int i = 0; i < M; i++) {
            y[i] += (float) (NOISE * random.nextGaussian());
        }
        return new InverseProblem(FORWARD, new Image(DATA, y));
    }

    @Override
    protected PosteriorSampler sampler() {
        return SAMPLER;
    }

    @Override
    protected InverseProblem problem() {
        RandomGenerator random = Predictions.random(7);
        return measured(truth(random), random);
    }

    @Test
    void meanAndCovarianceAreThoseOfTheFormula() {
        RandomGenerator random = Predictions.random(1);
        InverseProblem problem = measured(truth(random), random);
        RealMatrix covariance = covariance();
        double[] y = new double[M];
        for (int i = 0; i < M; i++) {
            y[i] = problem.data().data()[i];
        }
        double[] mean =
                covariance.operate(new Array2DRowRealMatrix(MATRIX).transpose().operate(y));
        KeptSamples kept = new KeptSamples(IMAGES);
        int n = 8000;
        assertEquals(Status.CONVERGED, SAMPLER.sample(problem, n, random, kept));
        double[] sampled = new double[N];
        for (Image x : kept.images()) {
            for (int i = 0; i < N; i++) {
                sampled[i] += x.data()[i] / n;
            }
        }
        for (int i = 0; i < N; i++) {
            // Four standard errors of mean and covariance.
            double here = covariance.getEntry(i, i);
            assertEquals(mean[i] / (NOISE * NOISE), sampled[i], 4 * Math.sqrt(here / n));
            for (int j = 0; j < N; j++) {
                double sum = 0;
                for (Image x : kept.images()) {
                    sum += (x.data()[i] - sampled[i]) * (x.data()[j] - sampled[j]) / (n - 1);
                }
                double exact = covariance.getEntry(i, j);
                double error = Math.sqrt((exact * exact + here * covariance.getEntry(j, j)) / n);
                assertEquals(exact, sum, 4.5 * error, "covariance of " + i + " and " + j);
            }
        }
    }

    /** Truths from the prior: the posterior covers them as it claims, and one of a wrong noise level does not. */
    @Test
    void intervalsCoverTruthsOfThePrior() {
        RandomGenerator random = Predictions.random(2);
        List<Double> levels = List.of(0.5, 0.9);
        CoverageCounter gaussian = new CoverageCounter(levels);
        CoverageCounter ranks = new CoverageCounter(levels);
        CoverageCounter overconfident = new CoverageCounter(levels);
        int trials = 150;
        for (int t = 0; t < trials; t++) {
            Image truth = truth(random);
            InverseProblem problem = measured(truth, random);
            PosteriorEstimate estimate = new SampledReconstructor(
                            SAMPLER, 99, 0, t, new Provenance("perturbed", "", Map.of(), Map.of()))
                    .estimate(problem);
            Assessment a = new Assessment(estimate, truth);
            gaussian.add(a);
            overconfident.add(a.scaled(0.5));
            KeptSamples kept = new KeptSamples(IMAGES);
            SAMPLER.sample(problem, 99, random, kept);
            ranks.add(kept.quantiles(), truth);
        }
        for (Coverage c : gaussian.curve().points()) {
            assertEquals(c.level(), c.observed(), 4.5 * c.imageSd() / Math.sqrt(trials));
        }
        for (Coverage c : ranks.curve().points()) {
            assertEquals(c.level(), c.observed(), 4.5 * c.imageSd() / Math.sqrt(trials));
        }
        // 2 Phi(z / 2) - 1.
        double[] expected = {0.2641, 0.5892};
        for (int k = 0; k < 2; k++) {
            Coverage c = overconfident.curve().points().get(k);
            assertEquals(expected[k], c.observed(), 4.5 * c.imageSd() / Math.sqrt(trials));
        }
    }

    @Test
    void cancelsBetweenAndWithinImages() {
        RandomGenerator random = Predictions.random(3);
        InverseProblem problem = measured(truth(random), random);
        for (int after = 1; after < 40; after += 7) {
            int[] calls = new int[1];
            int stop = after;
            List<float[]> drawn = new ArrayList<>();
            Status status = SAMPLER.sample(problem, 1000, random, x -> drawn.add(x.clone()), p -> ++calls[0] < stop);
            assertEquals(Status.CANCELLED, status);
            // Asked for in a solve's last step, it is heeded by the image.
            assertTrue(calls[0] == after || calls[0] == after + 1);
            assertTrue(drawn.size() < after);
        }
    }

    @Test
    void saysWhenImagesAreInexactAndRefuses() {
        RandomGenerator random = Predictions.random(6);
        InverseProblem problem = measured(truth(random), random);
        PerturbedLeastSquares hasty = new PerturbedLeastSquares(NOISE, new Identity(IMAGES), 1, 1e-5);
        assertEquals(Status.ITERATION_LIMIT, hasty.sample(problem, 2, random, x -> {}));
        assertThrows(IllegalArgumentException.class, () -> SAMPLER.sample(problem, 0, random, x -> {}));
        Identity wrong = new Identity(Space.vector(3));
        PerturbedLeastSquares other = new PerturbedLeastSquares(1, wrong, 10, 1e-3);
        assertThrows(IllegalArgumentException.class, () -> other.sample(problem, 1, random, x -> {}));
        assertThrows(IllegalArgumentException.class, () -> new PerturbedLeastSquares(0, wrong, 10, 1e-3));
        assertThrows(IllegalArgumentException.class, () -> new PerturbedLeastSquares(Double.NaN, wrong, 10, 1e-3));
        assertThrows(IllegalArgumentException.class, () -> new PerturbedLeastSquares(1, wrong, 0, 1e-3));
        assertThrows(IllegalArgumentException.class, () -> new PerturbedLeastSquares(1, wrong, 10, 0));
    }
}
