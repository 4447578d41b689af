package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.SmoothTotalVariation;
import org.preimage.reconstruction.functional.SquaredDistance;

/** MLEM, OSEM and Richardson-Lucy keep the contract; likelihoods rise and counts are conserved. */
class EmissionSolverTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final float[] TRUTH = {1, 0.5f, 3, 2};
    private static final float[][] MATRIX = {{3, 1, 0, 0}, {0, 2, 1, 0}, {1, 0, 2, 0}, {0, 0, 1, 2}, {0, 1, 0, 3}};
    private static final float[] BACKGROUND = {1, 0, 0.5f, 2, 0.25f};

    private static LinearOperator dense(int... rows) {
        return LinearOperator.of(
                LINE,
                Space.of(new Axis(Role.SAMPLE, rows.length, 1)),
                (x, out) -> {
                    for (int i = 0; i < rows.length; i++) {
                        out[i] = 0;
                        for (int j = 0; j < 4; j++) {
                            out[i] += MATRIX[rows[i]][j] * x[j];
                        }
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < 4; j++) {
                        out[j] = 0;
                        for (int i = 0; i < rows.length; i++) {
                            out[j] += MATRIX[rows[i]][j] * y[i];
                        }
                    }
                });
    }

    private static LinearOperator dense() {
        return dense(0, 1, 2, 3, 4);
    }

    private static float[] plus(float[] a, float[] b) {
        float[] sum = a.clone();
        Vectors.add(1, b, sum);
        return sum;
    }

    /** KL(s x*, s x0): what the divergence is multiplied with 1 / k in the bound of MLEM. */
    private static double startDivergence(float[] start) {
        float[] s = dense().adjoint(AlgebraicUpdate.ones(5));
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            double a = s[j] * TRUTH[j];
            double b = s[j] * start[j];
            sum += b - a + a * Math.log(a / b);
        }
        return sum;
    }

    @Nested
    class MlemContract extends IterationContract<Mlem.State> {
        @Override
        protected Iteration<Mlem.State> iteration() {
            return new Mlem(dense(), dense().apply(TRUTH));
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return startDivergence(start()) / k;
        }
    }

    @Nested
    class MlemWithBackgroundContract extends IterationContract<Mlem.State> {
        @Override
        protected Iteration<Mlem.State> iteration() {
            return new Mlem(dense(), plus(dense().apply(TRUTH), BACKGROUND), BACKGROUND);
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return startDivergence(start()) / k;
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class OsemContract extends IterationContract<Osem.State> {
        @Override
        protected Iteration<Osem.State> iteration() {
            return new Osem(List.of(subset(0, 3), subset(1, 4), subset(2)));
        }

        private static Osem.Subset subset(int... rows) {
            LinearOperator a = dense(rows);
            float[] r = AlgebraicUpdate.ones(rows.length);
            return new Osem.Subset(a, plus(a.apply(TRUTH), r), r);
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class RichardsonLucyContract extends IterationContract<RichardsonLucy.State> {
        protected Differentiable prior() {
            return null;
        }

        protected boolean accelerated() {
            return false;
        }

        /** As that of MLEM, which the background only improves; extrapolation must not lose it. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return prior() == null ? startDivergence(start()) / k : Double.POSITIVE_INFINITY;
        }

        @Override
        protected Iteration<RichardsonLucy.State> iteration() {
            return new RichardsonLucy(
                    dense(), plus(dense().apply(TRUTH), BACKGROUND), BACKGROUND, prior(), accelerated());
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class AcceleratedRichardsonLucyContract extends RichardsonLucyContract {
        @Override
        protected boolean accelerated() {
            return true;
        }
    }

    /** The prior pulls to the truth: the minimiser stays. */
    @Nested
    class RichardsonLucyWithPriorContract extends RichardsonLucyContract {
        @Override
        protected Differentiable prior() {
            return new SquaredDistance(LINE, TRUTH, 2);
        }
    }

    @Nested
    class AcceleratedRichardsonLucyWithPriorContract extends RichardsonLucyWithPriorContract {
        @Override
        protected boolean accelerated() {
            return true;
        }
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
    }

    /** Counts that contradict each other, with zeros among them. */
    private static float[] counts(int n, double mean) {
        RandomGenerator random = random();
        float[] b = new float[n];
        for (int i = 0; i < n; i++) {
            b[i] = (float) Math.floor(Math.max(0, mean * (1 + random.nextGaussian())));
        }
        return b;
    }

    private static double sum(float[] a) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i]).sum();
    }

    @Test
    void likelihoodRisesAndCountsAreConserved() {
        Projector a = ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 10).projector();
        float[] b = counts(a.range().length(), 5);
        // Rays that miss the image have counts that no image explains.
        float[] seen = a.apply(AlgebraicUpdate.ones(144));
        for (int i = 0; i < b.length; i++) {
            b[i] = seen[i] > 0 ? b[i] : 0;
        }
        Mlem mlem = new Mlem(a, b);
        Mlem.State s = mlem.start(mlem.constant());
        double last = mlem.objective(s);
        for (int k = 0; k < 100; k++) {
            mlem.step(s);
            double next = mlem.objective(s);
            assertTrue(next < last, "step " + k + " from " + last + " to " + next);
            last = next;
            assertEquals(sum(b), sum(a.apply(mlem.solution(s))), 1e-5 * sum(b));
            for (float v : mlem.solution(s)) {
                assertTrue(v >= 0);
            }
        }
    }

    @Test
    void objectiveNeverRisesWithPriorOrAcceleration() {
        Projector a = ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 10).projector();
        float[] b = counts(a.range().length(), 5);
        float[] r = AlgebraicUpdate.ones(b.length);
        double[] reached = new double[2];
        for (double weight : new double[] {0, 0.1, 0.5, 1.5}) {
            for (int accelerated = 0; accelerated < 2; accelerated++) {
                Differentiable prior = weight == 0 ? null : new SmoothTotalVariation(a.domain(), weight, 0.05);
                RichardsonLucy method = new RichardsonLucy(a, b, r, prior, accelerated == 1);
                RichardsonLucy.State s = method.start(new Mlem(a, b, r).constant());
                double last = method.objective(s);
                for (int k = 0; k < 60; k++) {
                    method.step(s);
                    double next = method.objective(s);
                    assertTrue(next <= last, "weight " + weight + ", step " + k + " from " + last + " to " + next);
                    last = next;
                }
                float[] x = method.solution(s);
                float[] p = plus(a.apply(x), r);
                double value = EmissionUpdate.divergence(b, p) + (prior == null ? 0 : prior.value(x));
                assertEquals(value, last, 1e-5 * value);
                reached[accelerated] = last;
            }
            // Where the line search shortens every step, there is nothing to extrapolate.
            assertTrue(weight > 1 || reached[1] < reached[0], reached[1] + " and " + reached[0]);
        }
    }

    @Test
    void withoutPriorItIsMlem() {
        float[] b = {3, 7, 0, 2, 5};
        float[] mlem = new Runner("test", Stopping.at(20, 0))
                .run(new Mlem(dense(), b), AlgebraicUpdate.ones(4))
                .solution();
        float[] lucy = new Runner("test", Stopping.at(20, 0))
                .run(new RichardsonLucy(dense(), b), AlgebraicUpdate.ones(4))
                .solution();
        assertArrayEquals(mlem, lucy, 1e-5f);
        float[] one = new Runner("test", Stopping.at(20, 0))
                .run(new Osem(List.of(new Osem.Subset(dense(), b, new float[5]))), AlgebraicUpdate.ones(4))
                .solution();
        assertArrayEquals(mlem, one, 1e-6f);
    }

    /** While the image is far from done, a sweep over n subsets does about as much as n steps of MLEM. */
    @Test
    void subsetsAccelerate() {
        Projector a = ParallelBeam.halfTurn(Space.image(24, 24, 1), 35, 1, 32).projector();
        float[] truth = new float[576];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = i % 24 > 6 && i % 24 < 15 && i / 24 > 8 ? 4 : 0.5f;
        }
        float[] b = a.apply(truth);
        float[] zero = new float[b.length];
        Mlem mlem = new Mlem(a, b);
        Osem osem = Osem.of(new ViewSubsets(a, 8, ViewOrder.GOLDEN), b, zero);
        Osem.State s = osem.start(mlem.constant());
        for (int k = 0; k < 4; k++) {
            osem.step(s);
        }
        Mlem.State m = mlem.start(mlem.constant());
        for (int k = 0; k < 24; k++) {
            mlem.step(m);
        }
        assertTrue(osem.objective(s) < mlem.objective(m), osem.objective(s) + " and " + mlem.objective(m));
    }

    @Test
    void countsThatNothingExplainsAreInfinitelyUnlikely() {
        assertEquals(Double.POSITIVE_INFINITY, EmissionUpdate.divergence(new float[] {1}, new float[] {0}));
        assertEquals(2, EmissionUpdate.divergence(new float[] {0}, new float[] {2}));
        assertEquals(3 * Math.log(1.5) - 1, EmissionUpdate.divergence(new float[] {3}, new float[] {2}), 1e-12);
    }

    @Test
    void badParametersAreRefused() {
        float[] b = new float[5];
        assertThrows(IllegalArgumentException.class, () -> new Mlem(dense(), new float[4]));
        assertThrows(IllegalArgumentException.class, () -> new Mlem(dense(), new float[] {1, 1, -1, 1, 1}));
        assertThrows(IllegalArgumentException.class, () -> new Mlem(dense(), b, new float[] {1, 1, -1, 1, 1}));
        assertThrows(IllegalArgumentException.class, () -> new Mlem(dense().scaled(-1), b).start(new float[4]));
        assertThrows(IllegalArgumentException.class, () -> new Osem(List.of()));
        Differentiable other = new SquaredDistance(Space.vector(3), new float[3]);
        assertThrows(IllegalArgumentException.class, () -> new RichardsonLucy(dense(), b, b, other, false));
    }
}
