package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Zero;

/** Methods that take one subset of the measurements at a time keep the contract and their rates. */
class StochasticSolverTest {
    private static final Space LINE = Space.vector(4);

    /** Two orthonormal bases: the Hessian of the sum is twice the identity. */
    private static final float[][] ROWS = {
        {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1},
        {0.5f, 0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f, -0.5f}, {0.5f, 0.5f, -0.5f, -0.5f}, {0.5f, -0.5f, -0.5f, 0.5f}
    };

    private static final double MODULUS = 2;
    private static final double LIPSCHITZ = 8;
    private static final float[] TRUTH = {1, -2, 3, 2};

    private static double dot(float[] a, float[] x) {
        return IntStream.range(0, 4).mapToDouble(j -> (double) a[j] * x[j]).sum();
    }

    /** 1/2 (a_i x - b_i)^2. */
    private static Differentiable part(int i, double b) {
        float[] a = ROWS[i];
        LinearOperator row =
                LinearOperator.of(LINE, Space.vector(1), (x, out) -> out[0] = (float) dot(a, x), (y, out) -> {
                    for (int j = 0; j < 4; j++) {
                        out[j] = a[j] * y[0];
                    }
                });
        return new LeastSquares(row, new float[] {(float) b});
    }

    /** Data with errors that contradict each other, or none. */
    private static double[] data(boolean contradict) {
        double[] errors = {0.5, -0.25, 0.125, 1, -1, 0.75, 0.5, 0.25};
        return IntStream.range(0, 8)
                .mapToDouble(i -> dot(ROWS[i], TRUTH) + (contradict ? errors[i] : 0))
                .toArray();
    }

    private static List<Differentiable> parts(boolean contradict) {
        double[] b = data(contradict);
        return IntStream.range(0, 8).mapToObj(i -> part(i, b[i])).toList();
    }

    /** A* b / 2. */
    private static float[] leastSquares() {
        double[] b = data(true);
        float[] x = new float[4];
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 8; i++) {
                x[j] += (float) (0.5 * ROWS[i][j] * b[i]);
            }
        }
        return x;
    }

    /** The Hessian is a multiple of the identity: bounds clip the solution. */
    private static float[] nonNegative() {
        float[] x = leastSquares();
        for (int j = 0; j < 4; j++) {
            x[j] = Math.max(0, x[j]);
        }
        return x;
    }

    private static final Proximable FREE = new Zero(LINE);

    /** Without contradiction the minimiser is that of each part, and constant steps find it. */
    @Nested
    class SgdContract extends IterationContract<Sgd.State> {
        @Override
        protected Iteration<Sgd.State> iteration() {
            return new Sgd(parts(false), FREE, 0, 7);
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }

        @Override
        protected int iterations() {
            return 200;
        }

        /** (1 - mu / L) in each of the eight steps of a sweep would be 0.1; half of it shows. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return squaredDistance * Math.pow(0.32, k);
        }
    }

    private abstract static class SvrgContract extends IterationContract<Svrg.State> {
        @Override
        protected int iterations() {
            return 100;
        }
    }

    /** The rate of the theory, for a single seed. */
    @Nested
    class FreeSvrgContract extends SvrgContract {
        private static final double STEP = 0.05 / LIPSCHITZ;

        @Override
        protected int iterations() {
            return 20;
        }

        private static final int STEPS = 800;

        @Override
        protected Iteration<Svrg.State> iteration() {
            return new Svrg(parts(true), FREE, STEP, STEPS, 3);
        }

        @Override
        protected float[] minimiser() {
            return leastSquares();
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            double near = 1 - 4 * LIPSCHITZ * STEP;
            double factor = 1 / (MODULUS * STEP * near * STEPS) + 4 * LIPSCHITZ * STEP * (STEPS + 1) / (near * STEPS);
            assertTrue(factor < 0.4);
            return 0.5 * MODULUS * squaredDistance * Math.pow(factor, k);
        }
    }

    @Nested
    class NonNegativeSvrgContract extends SvrgContract {
        @Override
        protected Iteration<Svrg.State> iteration() {
            return new Svrg(parts(true), Box.nonNegative(LINE), 3);
        }

        @Override
        protected float[] minimiser() {
            return nonNegative();
        }
    }

    /** The mean of a measure over seeds, after 0 to {@code steps} iterations. */
    private static double[] mean(
            int seeds, LongFunction<Iteration<?>> method, int steps, ToDoubleFunction<float[]> measure) {
        double[] mean = new double[steps + 1];
        for (long seed = 1; seed <= seeds; seed++) {
            double[] one = Rates.trace(method.apply(seed), new float[4], steps, measure);
            for (int k = 0; k <= steps; k++) {
                mean[k] += one[k] / seeds;
            }
        }
        return mean;
    }

    /**
     * Data without contradiction: the expected squared distance falls by 1 - mu / L in each of the n steps of a sweep (Strohmer and
     * Vershynin 2009, A randomized Kaczmarz algorithm with exponential convergence, J. Fourier Anal. Appl. 15, theorem 2, for rows of
     * equal length drawn with replacement; orders without it are no slower here).
     */
    @Test
    void consistentDataMakeStochasticGradientsLinear() {
        double[] mean =
                mean(40, seed -> new Sgd(parts(false), FREE, 0, seed), 12, x -> Vectors.distanceSquared(x, TRUTH));
        IntToDoubleFunction bound = k -> mean[0] * Math.pow(1 - MODULUS / LIPSCHITZ, 8 * k);
        Rates.assertKept("SGD", mean, bound, 1e-11);
        Rates.assertHalfSpeedBreaks("SGD", Arrays.copyOf(mean, 7), bound);
    }

    /** F(x) - F* for x &gt;= 0, without cancellation: the Hessian is twice the identity. */
    private static double constrainedExcess(float[] x) {
        float[] free = leastSquares();
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            double best = Math.max(0, free[j]);
            sum += (x[j] - best) * (x[j] - best) + 2 * (best - free[j]) * (x[j] - best);
        }
        return sum;
    }

    /** Xiao and Zhang 2014, theorem 3.1, with a constraint and data that contradict each other, in the mean over seeds. */
    @Test
    void varianceReductionKeepsItsRateWithConstraints() {
        double step = 0.05 / LIPSCHITZ;
        int steps = 800;
        double near = 1 - 4 * LIPSCHITZ * step;
        double factor = 1 / (MODULUS * step * near * steps) + 4 * LIPSCHITZ * step * (steps + 1) / (near * steps);
        Box box = Box.nonNegative(LINE);
        double[] mean = mean(
                8, seed -> new Svrg(parts(true), box, step, steps, seed), 6, StochasticSolverTest::constrainedExcess);
        Rates.assertKept("SVRG", mean, k -> mean[0] * Math.pow(factor, k), 1e-11);
        assertTrue(mean[6] < 1e-8 * mean[0], "linear to the last digit: " + mean[6] / mean[0]);
        // Steps of the same length without reduction end at a distance.
        double[] plain =
                mean(8, seed -> new Sgd(parts(true), box, step, 0, seed), 400, StochasticSolverTest::constrainedExcess);
        assertTrue(plain[400] > 1e4 * mean[6], "stochastic gradients leave " + plain[400]);
    }

    /** The distance of SGD from the minimiser after some sweeps, the mean of some seeds. */
    private static double distance(double decay, int sweeps) {
        double sum = 0;
        for (long seed = 1; seed <= 10; seed++) {
            Sgd sgd = new Sgd(parts(true), FREE, decay, seed);
            float[] x = new Runner("test", Stopping.at(sweeps, 0))
                    .run(sgd, new float[4])
                    .solution();
            sum += Math.sqrt(Vectors.distanceSquared(x, leastSquares()));
        }
        return sum / 10;
    }

    @Test
    void decayingStepsConvergeAsOneOverK() {
        double early = distance(0.5, 50);
        double late = distance(0.5, 400);
        assertTrue(late < early / 6, early + " to " + late);
        double constant = distance(0, 400);
        assertTrue(constant > 10 * late, "constant steps stay at " + constant + ", decaying come to " + late);
    }

    @Test
    void seedsDecide() {
        Runner runner = new Runner("test", Stopping.at(3, 0));
        float[] zero = new float[4];
        float[] one = runner.run(new Sgd(parts(true), FREE, 0, 1), zero).solution();
        assertArrayEquals(
                one, runner.run(new Sgd(parts(true), FREE, 0, 1), zero).solution());
        assertFalse(Arrays.equals(
                one, runner.run(new Sgd(parts(true), FREE, 0, 2), zero).solution()));
        float[] reduced = runner.run(new Svrg(parts(true), FREE, 1), zero).solution();
        assertArrayEquals(
                reduced, runner.run(new Svrg(parts(true), FREE, 1), zero).solution());
        assertFalse(Arrays.equals(
                reduced, runner.run(new Svrg(parts(true), FREE, 2), zero).solution()));
    }

    @Test
    void viewsOfATomographAddUp() {
        Projector a = ParallelBeam.halfTurn(Space.image(16, 16, 1), 23, 1, 24).projector();
        float[] truth = new float[256];
        Arrays.fill(truth, 100, 180, 1);
        float[] b = a.apply(truth);
        List<Differentiable> views = new ViewSubsets(a, 8, ViewOrder.GOLDEN).leastSquares(b);
        float[] x = new float[256];
        x[17] = 1;
        double sum = views.stream().mapToDouble(f -> f.value(x)).sum();
        LeastSquares whole = new LeastSquares(a, b);
        assertEquals(whole.value(x), sum, 1e-5 * sum);
        // Per pass over the data, subsets go further than the whole gradient.
        Box box = Box.nonNegative(a.domain());
        float[] zero = new float[256];
        double all = whole.value(new Runner("test", Stopping.at(10, 0))
                .run(new Ista(whole, box), zero)
                .solution());
        double sgd = whole.value(new Runner("test", Stopping.at(10, 0))
                .run(new Sgd(views, box, 0, 1), zero)
                .solution());
        assertTrue(sgd < all / 2, sgd + " and " + all);
    }

    @Test
    void badParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(List.of(), FREE, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(parts(true), FREE, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(parts(true), FREE, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Svrg(parts(true), FREE, 0.1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Svrg(parts(true), new Zero(Space.vector(3)), 1));
    }
}
