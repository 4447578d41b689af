package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.Zero;

/** The solvers keep the contract on problems whose minimisers are known in closed form. */
class SolverTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));

    /** A diagonal matrix of condition 25: 1/2 |A x - b|^2 has the minimiser b / a. */
    private static final float[] A = {5, 2, 1, 0.2f};

    private static final float[] B = {5, -4, 3, 0.4f};
    private static final float[] LEAST_SQUARES = {1, -2, 3, 2};
    private static final double LIPSCHITZ = 25 * 1.01 * 1.01;

    /** With |x|_1: x = shrink(a b, 1) / a^2. */
    private static final float[] LASSO = {24 / 25f, -7 / 4f, 2, 0};

    private static LeastSquares fit() {
        return new LeastSquares(new Diagonal(LINE, A), B);
    }

    @Nested
    class GradientDescentContract extends IterationContract<GradientDescent.State> {
        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected Iteration<GradientDescent.State> iteration() {
            return new GradientDescent(fit());
        }

        @Override
        protected float[] minimiser() {
            return LEAST_SQUARES;
        }

        @Override
        protected int iterations() {
            return 10_000;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return LIPSCHITZ * squaredDistance / (2 * k);
        }
    }

    /** The normal equations of the same problem. */
    @Nested
    class CgContract extends IterationContract<Cg.State> {
        @Override
        protected Iteration<Cg.State> iteration() {
            LinearOperator a = new Diagonal(LINE, A);
            return new Cg(a.gram(), a.adjoint(B));
        }

        @Override
        protected float[] minimiser() {
            return LEAST_SQUARES;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        /** Four eigenvalues: done after four steps. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return k >= 4 ? 0 : 25 * squaredDistance;
        }
    }

    @Test
    void conjugateGradientsStopAtTheirGoal() {
        LinearOperator a = new Diagonal(LINE, A);
        // |A x - b|^2 = 1 is half of that less half of |b|^2.
        double goal = (1 - Vectors.normSquared(B)) / 2;
        Outcome outcome = new Runner("test", Stopping.at(100, 0).every(1))
                .run(new Cg(a.gram(), a.adjoint(B), goal), new float[4]);
        assertEquals(Status.CONVERGED, outcome.status());
        assertTrue(outcome.iterations() < 4);
        assertTrue(Vectors.distanceSquared(a.apply(outcome.solution()), B) <= 1.0001);
        assertThrows(IllegalArgumentException.class, () -> new Cg(a.gram(), new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new Cg(a.gram(), B, Double.NaN));
    }

    @Nested
    class NesterovContract extends IterationContract<Nesterov.State> {
        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected Iteration<Nesterov.State> iteration() {
            return new Nesterov(fit());
        }

        @Override
        protected float[] minimiser() {
            return LEAST_SQUARES;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return 2 * LIPSCHITZ * squaredDistance / ((k + 1.0) * (k + 1.0));
        }
    }

    /**
     * With |u|_1 + 1/2 |v|^2 the sum obeys Huber's penalty: x = a b / (a^2 + 1) where that is at most 1 in modulus, else x =
     * shrink(a b, 1) / a^2.
     */
    abstract static class TwoComponentsContract extends IterationContract<TwoComponents.State> {
        @Override
        protected float[] minimiser() {
            return new float[] {25 / 26f, -7 / 4f, 2, 0.08f / 1.04f};
        }

        /** Steps are short where A is small. */
        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class TwoComponentsWithMomentumContract extends TwoComponentsContract {
        @Override
        protected Iteration<TwoComponents.State> iteration() {
            return new TwoComponents(fit(), new L1(LINE, 1), new SquaredDistance(LINE, LINE.zeros()));
        }
    }

    @Nested
    class TwoComponentsByThresholdingContract extends TwoComponentsContract {
        @Override
        protected Iteration<TwoComponents.State> iteration() {
            return new TwoComponents(
                    fit(), new L1(LINE, 1), new SquaredDistance(LINE, LINE.zeros()), 0.95 / LIPSCHITZ, false);
        }
    }

    @Nested
    class IstaContract extends IterationContract<Ista.State> {
        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected Iteration<Ista.State> iteration() {
            return new Ista(fit(), new L1(LINE, 1));
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return LIPSCHITZ * squaredDistance / (2 * k);
        }
    }

    @Nested
    class CondatVuContract extends IterationContract<CondatVu.State> {
        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected Iteration<CondatVu.State> iteration() {
            return new CondatVu(fit(), List.of(new Term(new Identity(LINE), new L1(LINE, 1))), 1);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    @Nested
    class InexactAdmmContract extends IterationContract<Admm.State> {
        @Override
        protected Iteration<Admm.State> iteration() {
            LeastSquares fit = new LeastSquares(new Diagonal(LINE, A), B);
            return new Admm(fit, List.of(new Term(new Identity(LINE), new L1(LINE, 1))), 1, 10, 0.2);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    @Nested
    class FistaContract extends IterationContract<Fista.State> {
        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected Iteration<Fista.State> iteration() {
            return new Fista(fit(), new L1(LINE, 1), 1 / LIPSCHITZ, false);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return 2 * LIPSCHITZ * squaredDistance / ((k + 1.0) * (k + 1.0));
        }
    }

    @Nested
    class RestartedFistaContract extends FistaContract {
        @Override
        protected Iteration<Fista.State> iteration() {
            return new Fista(fit(), new L1(LINE, 1));
        }
    }

    @Nested
    class CglsContract extends IterationContract<Cgls.State> {
        @Override
        protected Iteration<Cgls.State> iteration() {
            return new Cgls(new Diagonal(LINE, A), B);
        }

        @Override
        protected float[] minimiser() {
            return LEAST_SQUARES;
        }

        @Override
        protected int iterations() {
            return 20;
        }
    }

    @Nested
    class AdmmContract extends IterationContract<Admm.State> {
        @Override
        protected Iteration<Admm.State> iteration() {
            return new Admm(fit(), List.of(new Term(new Identity(LINE), new L1(LINE, 1))), 1, 10);
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    @Nested
    class ChambollePockContract extends IterationContract<ChambollePock.State> {
        @Override
        protected Iteration<ChambollePock.State> iteration() {
            Term data = new Term(new Diagonal(LINE, A), new SquaredDistance(LINE, B));
            return new ChambollePock(new L1(LINE, 1), List.of(data));
        }

        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    /** 1/2 |x - b|^2 + w TV(x) + (x &gt;= 0) of two plateaus: each moves by w / length towards the other, then is clipped. */
    @Nested
    class TotalVariationContract extends IterationContract<ChambollePock.State> {
        @Override
        protected Iteration<ChambollePock.State> iteration() {
            Gradient gradient = new Gradient(LINE);
            return new ChambollePock(
                    Box.nonNegative(LINE),
                    List.of(
                            new Term(new Identity(LINE), new SquaredDistance(LINE, new float[] {-3, 4, 4, 4})),
                            new Term(gradient, new GroupL1(gradient.range(), 1.5))));
        }

        @Override
        protected float[] minimiser() {
            return new float[] {0, 3.5f, 3.5f, 3.5f};
        }
    }

    @Test
    void gapBoundsTheExcess() {
        Gradient gradient = new Gradient(LINE);
        ChambollePock method = new ChambollePock(
                new Zero(LINE),
                List.of(
                        new Term(new Identity(LINE), new SquaredDistance(LINE, new float[] {0, 0, 6, 6})),
                        new Term(gradient, new GroupL1(gradient.range(), 2))));
        ChambollePock.State s = method.start(LINE.zeros());
        // x = (1, 1, 5, 5): 1/2 * 4 + 2 * 4.
        double minimum = 10;
        for (int k = 1; k <= 100; k++) {
            method.step(s);
            double gap = method.residual(s) * Math.abs(method.objective(s));
            assertTrue(k < 3 || method.objective(s) - minimum <= gap + 1e-4, "step " + k);
        }
        assertEquals(minimum, method.objective(s), 1e-4);
        assertTrue(method.residual(s) < 1e-4);
        assertArrayEquals(new float[] {1, 1, 5, 5}, method.solution(s), 1e-3f);
    }

    @Test
    void zeroDataGiveZero() {
        Gradient gradient = new Gradient(LINE);
        ChambollePock method = new ChambollePock(
                new Zero(LINE),
                List.of(
                        new Term(new Identity(LINE), new SquaredDistance(LINE, LINE.zeros())),
                        new Term(gradient, new GroupL1(gradient.range(), 2))));
        Outcome outcome = new Runner("test", Stopping.at(100, 1e-4)).run(method, LINE.zeros());
        assertEquals(Status.CONVERGED, outcome.status());
        assertArrayEquals(LINE.zeros(), outcome.solution());
    }

    @Test
    void conjugateGradientsStopAtTheDiscrepancy() {
        Cgls cgls = new Cgls(new Diagonal(LINE, A), B, 1.5);
        Cgls.State state = cgls.start(LINE.zeros());
        Outcome outcome = new Runner("test", Stopping.at(100, 0)).resume(cgls, state);
        assertEquals(Status.CONVERGED, outcome.status());
        assertTrue(state.discrepancy() <= 1.5);
        assertTrue(outcome.iterations() < 4, "iterations " + outcome.iterations());
    }

    @Test
    void divergenceIsAStatusAndTheResultStaysFinite() {
        Outcome outcome = new Runner("test", Stopping.at(1000, 0)).run(new GradientDescent(fit(), 100), LINE.zeros());
        assertEquals(Status.DIVERGED, outcome.status());
        for (float v : outcome.solution()) {
            assertTrue(Float.isFinite(v));
        }
    }

    @Test
    void badParametersAreRefused() {
        LinearOperator identity = new Identity(LINE);
        Term term = new Term(identity, new L1(LINE, 1));
        assertThrows(IllegalArgumentException.class, () -> new GradientDescent(fit(), 0));
        assertThrows(IllegalArgumentException.class, () -> new Cgls(identity, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new Cgls(identity, B, -1));
        assertThrows(IllegalArgumentException.class, () -> new Admm(fit(), List.of(), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Admm(fit(), List.of(term), -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChambollePock(new Zero(LINE), List.of()));
        ChambollePock method = new ChambollePock(new Zero(LINE), List.of(term));
        assertThrows(IllegalArgumentException.class, () -> method.relaxed(2));
        assertThrows(IllegalArgumentException.class, () -> method.weighted(0, true));
        assertThrows(IllegalArgumentException.class, () -> new Term(identity, new L1(Space.vector(3), 1)));
    }
}
