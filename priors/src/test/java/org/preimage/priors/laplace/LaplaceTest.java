package org.preimage.priors.laplace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.DenseMatrix;
import org.preimage.priors.tensor.Torch;

/** The posterior at 28 x 28 pixels, where dense algebra is the reference. */
class LaplaceTest {
    private static Fitted fitted;
    private static DenseCovariance dense;
    private static DensePosterior exact;
    private static IterativePosterior iterative;

    @BeforeAll
    static void fit() {
        fitted = Fitted.of(28, 4, 100);
        dense = DenseCovariance.of(fitted.model());
        double s = fitted.noise() * fitted.noise();
        exact = new DensePosterior(dense, fitted.model().image(), fitted.variances(), s);
        iterative = new IterativePosterior(
                fitted.model(), fitted.variances(), s, new IterativePosterior.Accuracy(60, 1e-6, 300));
    }

    @Test
    void thePriorCovarianceIsThatOfTheJacobian() {
        float[] v = Fitted.normal(784, 5);
        float[] deviations = fitted.model().blocks().deviations(fitted.variances());
        float[] product;
        try (LinearisedNetwork j = fitted.model().linearised()) {
            float[] w = j.adjoint(v);
            for (int i = 0; i < w.length; i++) {
                w[i] *= deviations[i] * deviations[i];
            }
            product = j.apply(w);
        }
        double[] matrix = dense.prior(fitted.variances()).times(doubles(v));
        assertClose(product, matrix, 1e-4);
    }

    @Test
    void covarianceProductsAreThoseOfDenseAlgebra() {
        for (int seed = 0; seed < 2; seed++) {
            float[] v = Fitted.normal(784, seed);
            assertClose(iterative.covarianceTimes(v), doubles(exact.covarianceTimes(v)), 1e-3);
        }
        assertThrows(IllegalArgumentException.class, () -> iterative.covarianceTimes(new float[3]));
    }

    /** By another route: S - S A* K^-1 A S = S (1 + A* A S / s^2)^-1. */
    @Test
    void theDensePosteriorIsThatOfAnInverseOfImages() {
        Fitted small = Fitted.of(10, 8, 60);
        double s = small.noise() * small.noise();
        DenseCovariance covariance = DenseCovariance.of(small.model());
        DensePosterior found = new DensePosterior(covariance, small.model().image(), small.variances(), s);
        DenseMatrix prior = covariance.prior(small.variances());
        DenseMatrix inner = covariance.operator().columnGram().times(prior);
        RealMatrix inverse = new LUDecomposition(
                        matrix(inner).scalarMultiply(1 / s).add(MatrixUtils.createRealIdentityMatrix(100)))
                .getSolver()
                .getInverse();
        RealMatrix expected = matrix(prior).multiply(inverse);
        RealMatrix difference = matrix(found.covariance()).subtract(expected);
        double distance = difference.getFrobeniusNorm() / expected.getFrobeniusNorm();
        assertTrue(distance < 1e-6, "" + distance);
    }

    private static RealMatrix matrix(DenseMatrix m) {
        RealMatrix out = MatrixUtils.createRealMatrix(m.rows(), m.columns());
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                out.setEntry(i, j, m.at(i, j));
            }
        }
        return out;
    }

    /** On fewer pixels, as many samples are needed. */
    @Test
    void samplesHaveTheCovariance() {
        Fitted small = Fitted.of(10, 8, 60);
        double s = small.noise() * small.noise();
        float[] mean = small.model().image();
        DensePosterior direct = new DensePosterior(DenseCovariance.of(small.model()), mean, small.variances(), s);
        IterativePosterior solved = new IterativePosterior(
                small.model(), small.variances(), s, new IterativePosterior.Accuracy(40, 1e-3, 60));
        int n = 200;
        float[][] drawn = solved.samples(4, 0, n);
        assertArrayEquals(drawn[7], solved.samples(4, 7, 1)[0]);
        for (float[][] samples : List.of(drawn, direct.samples(4, 0, n))) {
            double[] variance = new double[mean.length];
            for (float[] x : samples) {
                for (int i = 0; i < mean.length; i++) {
                    double d = x[i] - mean[i];
                    variance[i] += d * d / n;
                }
            }
            // The relative error of a variance from n samples is sqrt(2 / n) = 0.1 in each pixel.
            double off = distance(variance, direct.covariance().diagonal());
            assertTrue(off < 0.2, "" + off);
            // Along a direction, which sees covariances, the error is the same, and 4 times as much is rare.
            double[] v = doubles(Fitted.normal(mean.length, 9));
            double along = 0;
            for (float[] x : samples) {
                double dot = 0;
                for (int i = 0; i < mean.length; i++) {
                    dot += v[i] * (x[i] - mean[i]);
                }
                along += dot * dot / n;
            }
            assertEquals(1, along / dot(v, direct.covariance().times(v)), 0.4);
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        List<float[][]> drawn = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            Parallel.withThreads(threads, () -> drawn.add(iterative.samples(2, 5, 3)));
        }
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(drawn.get(0)[k], drawn.get(1)[k]);
        }
    }

    @Test
    void thePreconditionerSavesIterations() {
        double s = fitted.noise() * fitted.noise();
        float[] right = fitted.model().observation();
        float[] deviations = fitted.model().blocks().deviations(fitted.variances());
        Nystrom nystrom = Nystrom.of(fitted.model(), fitted.variances(), 60, Fitted.random(1));
        try (LinearisedNetwork j = fitted.model().linearised()) {
            LinearOperator k = new DataCovariance(fitted.operator(), j, deviations, s);
            int plain = iterations(new PreconditionedCg(k, float[]::clone, right));
            int preconditioned = iterations(new PreconditionedCg(k, r -> nystrom.apply(r, s), right));
            assertTrue(2 * preconditioned < plain, preconditioned + " of " + plain);
        }
    }

    private static int iterations(PreconditionedCg cg) {
        PreconditionedCg.State state = cg.start(new float[cg.right().length]);
        int k = 0;
        while (cg.residual(state) > 1e-3 && k < 1000) {
            cg.step(state);
            k++;
        }
        return k;
    }

    @Test
    void nativeMemoryStaysFlat() {
        iterative.samples(1, 0, 2);
        int before = Torch.liveArrays();
        iterative.samples(1, 0, 3);
        iterative.covarianceTimes(Fitted.normal(784, 1));
        assertEquals(before, Torch.liveArrays());
    }

    private static double[] doubles(float[] x) {
        double[] out = new double[x.length];
        Arrays.setAll(out, i -> x[i]);
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double distance(double[] a, double[] b) {
        double above = 0;
        double below = 0;
        for (int i = 0; i < a.length; i++) {
            above += (a[i] - b[i]) * (a[i] - b[i]);
            below += b[i] * b[i];
        }
        return Math.sqrt(above / below);
    }

    private static void assertClose(float[] found, double[] expected, double tolerance) {
        double distance = distance(doubles(found), expected);
        assertTrue(distance < tolerance, "" + distance);
        assertTrue(Vectors.norm(found) > 0);
    }
}
