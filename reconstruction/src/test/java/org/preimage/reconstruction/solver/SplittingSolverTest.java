package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/** The splitting methods keep the contract on problems with known minimisers, and converge as fast as the theory says. */
class SplittingSolverTest {
    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final float[] A = {5, 2, 1, 0.2f};
    private static final float[] B = {5, -4, 3, 0.4f};
    private static final double LIPSCHITZ = 25 * 1.01 * 1.01;

    /** With |x|_1: x = shrink(a b, 1) / a^2. */
    private static final float[] LASSO = {24 / 25f, -7 / 4f, 2, 0};

    /** 1/2 |x - c|^2 + |x|_1. */
    private static final float[] NEAR = {3, -0.5f, 1.5f, -4};

    private static final float[] SHRUNK = {2, 0, 0.5f, -3};

    private static LeastSquares fit() {
        return new LeastSquares(new Diagonal(LINE, A), B);
    }

    private static Term data() {
        return new Term(new Diagonal(LINE, A), new SquaredDistance(LINE, B));
    }

    private static Term sparse() {
        return new Term(new Identity(LINE), new L1(LINE, 1));
    }

    abstract static class LassoContract<S> extends IterationContract<S> {
        @Override
        protected float[] minimiser() {
            return LASSO;
        }
    }

    @Nested
    class ForwardBackwardContract extends LassoContract<ForwardBackward.State> {
        @Override
        protected Iteration<ForwardBackward.State> iteration() {
            return new ForwardBackward(fit(), new L1(LINE, 1));
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    /** Steps begin a thousand times too long, and end at half the longest safe one at worst. */
    @Nested
    class BacktrackingFistaContract extends LassoContract<BacktrackingFista.State> {
        protected BacktrackingFista.Restart restart() {
            return BacktrackingFista.Restart.NEVER;
        }

        @Override
        protected Iteration<BacktrackingFista.State> iteration() {
            return new BacktrackingFista(fit(), new L1(LINE, 1), 1000 / LIPSCHITZ, restart());
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return 4 * LIPSCHITZ * squaredDistance / ((k + 1.0) * (k + 1.0));
        }
    }

    @Nested
    class BacktrackingForwardBackwardContract extends LassoContract<BacktrackingForwardBackward.State> {
        @Override
        protected Iteration<BacktrackingForwardBackward.State> iteration() {
            return new BacktrackingForwardBackward(fit(), new L1(LINE, 1), 1000 / LIPSCHITZ);
        }

        /** A step that holds, tried after each growth, is at least half the safe one. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return LIPSCHITZ * squaredDistance / k;
        }

        /** Where rounding hides that the objective falls, it stays. */
        @Override
        protected double tolerance() {
            return 3e-3;
        }
    }

    /** Not even where a value is rounded otherwise along with the gradient than alone. */
    @Test
    void roundingMakesNoRise() {
        LeastSquares exact = fit();
        Differentiable rounded = new Differentiable() {
            @Override
            public Space domain() {
                return exact.domain();
            }

            @Override
            public double value(float[] x) {
                return exact.value(x);
            }

            @Override
            public double gradient(float[] x, float[] out) {
                return exact.gradient(x, out) + 1e-3;
            }

            @Override
            public double lipschitz() {
                return exact.lipschitz();
            }
        };
        BacktrackingForwardBackward iteration =
                new BacktrackingForwardBackward(rounded, new L1(LINE, 1), 1000 / LIPSCHITZ);
        BacktrackingForwardBackward.State s = iteration.start(B);
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 200; i++) {
            iteration.step(s);
            assertTrue(iteration.objective(s) <= last, "iteration " + i);
            last = iteration.objective(s);
        }
        assertEquals(0, iteration.residual(s));
    }

    @Nested
    class GradientRestartContract extends BacktrackingFistaContract {
        @Override
        protected BacktrackingFista.Restart restart() {
            return BacktrackingFista.Restart.GRADIENT;
        }
    }

    @Nested
    class ObjectiveRestartContract extends BacktrackingFistaContract {
        @Override
        protected BacktrackingFista.Restart restart() {
            return BacktrackingFista.Restart.OBJECTIVE;
        }
    }

    @Nested
    class DouglasRachfordContract extends IterationContract<DouglasRachford.State> {
        @Override
        protected Iteration<DouglasRachford.State> iteration() {
            return new DouglasRachford(new SquaredDistance(LINE, NEAR), new L1(LINE, 1), 0.7, 1.5);
        }

        @Override
        protected float[] minimiser() {
            return SHRUNK;
        }
    }

    @Nested
    class LinearisedAdmmContract extends LassoContract<LinearisedAdmm.State> {
        protected boolean adapted() {
            return false;
        }

        @Override
        protected Iteration<LinearisedAdmm.State> iteration() {
            return new LinearisedAdmm(new L1(LINE, 1), List.of(data()), 1, adapted());
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    @Nested
    class AdaptedLinearisedAdmmContract extends LinearisedAdmmContract {
        @Override
        protected boolean adapted() {
            return true;
        }
    }

    @Nested
    class PrimalAccelerationContract extends IterationContract<AcceleratedChambollePock.State> {
        @Override
        protected Iteration<AcceleratedChambollePock.State> iteration() {
            return new AcceleratedChambollePock(new SquaredDistance(LINE, NEAR), List.of(sparse()));
        }

        /** The square of the distance falls as 1 / k^2, no faster. */
        @Override
        protected int iterations() {
            return 20_000;
        }

        /** What float arithmetic leaves of so short steps. */
        @Override
        protected double tolerance() {
            return 5e-4;
        }

        @Override
        protected float[] minimiser() {
            return SHRUNK;
        }
    }

    /** The data term is smooth with constant 1. */
    @Nested
    class DualAccelerationContract extends LassoContract<AcceleratedChambollePock.State> {
        @Override
        protected Iteration<AcceleratedChambollePock.State> iteration() {
            return new AcceleratedChambollePock(new L1(LINE, 1), List.of(data()), 0, 1, 1);
        }

        @Override
        protected int iterations() {
            return 4000;
        }
    }

    @Nested
    class BothAccelerationsContract extends IterationContract<AcceleratedChambollePock.State> {
        @Override
        protected Iteration<AcceleratedChambollePock.State> iteration() {
            return new AcceleratedChambollePock(SquaredDistance.ridge(LINE, 1), List.of(data()), 1, 1, 1);
        }

        /** x = a b / (a^2 + 1). */
        @Override
        protected float[] minimiser() {
            return new float[] {25 / 26f, -8 / 5f, 3 / 2f, 0.08f / 1.04f};
        }
    }

    @Nested
    class PreconditionedContract extends LassoContract<PreconditionedChambollePock.State> {
        @Override
        protected Iteration<PreconditionedChambollePock.State> iteration() {
            return new PreconditionedChambollePock(new L1(LINE, 1), List.of(data()));
        }
    }

    /** As {@link SolverTest}'s for the method without preconditioning. */
    @Nested
    class PreconditionedTotalVariationContract extends IterationContract<PreconditionedChambollePock.State> {
        @Override
        protected Iteration<PreconditionedChambollePock.State> iteration() {
            Gradient gradient = new Gradient(LINE);
            return new PreconditionedChambollePock(
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

    @Nested
    class SpdhgContract extends LassoContract<Spdhg.State> {
        @Override
        protected Iteration<Spdhg.State> iteration() {
            return new Spdhg(new Zero(LINE), List.of(data(), sparse()), List.of(0.7, 0.3), 0.5, 3);
        }
    }

    /** The seed makes the draws; another seed gives other iterates, and the same minimiser. */
    @Test
    void stochasticPrimalDualRepeatsItself() {
        Spdhg one = new Spdhg(new Zero(LINE), List.of(data(), sparse()), 0.5, 1);
        Spdhg two = new Spdhg(new Zero(LINE), List.of(data(), sparse()), 0.5, 2);
        Runner few = new Runner("test", Stopping.at(3, 0));
        float[] a = few.run(one, LINE.zeros()).solution();
        assertArrayEquals(a, few.run(one, LINE.zeros()).solution());
        assertTrue(Vectors.distanceSquared(a, few.run(two, LINE.zeros()).solution()) > 0);
    }

    @Test
    void backtrackingFindsTheStep() {
        BacktrackingFista method = new BacktrackingFista(fit(), new L1(LINE, 1), 64, BacktrackingFista.Restart.NEVER);
        BacktrackingFista.State s = method.start(LINE.zeros());
        for (int k = 0; k < 200; k++) {
            method.step(s);
        }
        assertTrue(s.stepLength() <= 2 / 25.0 && s.stepLength() >= 0.5 / 25, "step " + s.stepLength());
    }

    @Test
    void leastSquaresHaveTheirProximalMap() {
        ProximalLeastSquares f = new ProximalLeastSquares(fit(), 100, 1e-7);
        float[] v = LINE.zeros();
        for (int i = 0; i < v.length; i++) {
            v[i] = 1 - 0.7f * i;
        }
        float[] x = LINE.zeros();
        double value = f.prox(v, 0.3, x);
        assertEquals(fit().value(x), value, 1e-9);
        // Where the slope of f + |x - v|^2 / (2 gamma) is zero.
        float[] slope = LINE.zeros();
        fit().gradient(x, slope);
        for (int i = 0; i < v.length; i++) {
            assertEquals(0, slope[i] + (x[i] - v[i]) / 0.3, 1e-3);
        }
        float[] inPlace = v.clone();
        f.prox(inPlace, 0.3, inPlace);
        assertArrayEquals(x, inPlace);
    }

    /** A fit with corners, which has no Lipschitz constant at all. */
    @Test
    void theObjectiveNeverRises() {
        Differentiable corners = new Differentiable() {
            @Override
            public Space domain() {
                return LINE;
            }

            @Override
            public double value(float[] x) {
                return gradient(x, LINE.zeros());
            }

            @Override
            public double gradient(float[] x, float[] out) {
                double sum = fit().gradient(x, out);
                for (int i = 0; i < x.length; i++) {
                    sum += 3 * Math.abs(x[i] - 0.3 * i);
                    out[i] += 3 * Math.signum(x[i] - 0.3f * i);
                }
                return sum;
            }

            @Override
            public double lipschitz() {
                return Double.POSITIVE_INFINITY;
            }
        };
        BacktrackingForwardBackward method = new BacktrackingForwardBackward(corners, Box.nonNegative(LINE), 1);
        BacktrackingForwardBackward.State s = method.start(LINE.zeros());
        double first = method.objective(s);
        double last = first;
        for (int k = 0; k < 300; k++) {
            method.step(s);
            assertTrue(method.objective(s) <= last, "iteration " + k);
            last = method.objective(s);
        }
        assertTrue(last < 0.9 * first, "from " + first + " to " + last);
    }

    @Test
    void adaptedPenaltiesEndNearTheSamePlace() {
        LinearisedAdmm low = new LinearisedAdmm(new L1(LINE, 1), List.of(data()), 1e-4, true);
        LinearisedAdmm high = new LinearisedAdmm(new L1(LINE, 1), List.of(data()), 1e4, true);
        for (LinearisedAdmm method : List.of(low, high)) {
            LinearisedAdmm.State s = method.start(LINE.zeros());
            for (int k = 0; k < 1500; k++) {
                method.step(s);
            }
            assertArrayEquals(LASSO, method.solution(s), 1e-3f, "penalty " + s.penalty());
        }
    }

    /** The optimum of another implementation with the same preconditioning, by a gap that is told by the method. */
    @Test
    void preconditioningReachesTheKnownOptimum() throws IOException {
        LinearOperator a =
                ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 20).projector();
        float[] b =
                Npy.read(SharedData.require("refs/ct_tv_sino_20x91_noisy.npy")).data();
        Gradient gradient = new Gradient(a.domain());
        List<Term> terms = List.of(
                new Term(a, new SquaredDistance(a.range(), b)), new Term(gradient, new GroupL1(gradient.range(), 0.5)));
        compare(new PreconditionedChambollePock(new Zero(a.domain()), terms), 206.8476);
        compare(new PreconditionedChambollePock(Box.nonNegative(a.domain()), terms), 208.3975);
    }

    private static void compare(PreconditionedChambollePock method, double optimum) {
        PreconditionedChambollePock.State s = method.weighted(0.1, true).start(new float[64 * 64]);
        for (int k = 0; k < 2000; k++) {
            method.step(s);
        }
        double reached = method.objective(s);
        assertTrue(reached <= optimum * (1 + 1e-4), "objective " + reached);
        assertTrue(reached - optimum <= method.residual(s) * reached + 1e-3 && method.residual(s) < 2e-3);
    }

    @Test
    void badParametersAreRefused() {
        Proximable l1 = new L1(LINE, 1);
        assertThrows(IllegalArgumentException.class, () -> new ForwardBackward(fit(), l1, 2.1 / 25, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new ForwardBackward(fit(), l1, 1.0 / 25, 1.6));
        assertThrows(IllegalArgumentException.class, () -> new DouglasRachford(l1, l1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DouglasRachford(l1, l1, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new LinearisedAdmm(l1, List.of(), 1, true));
        assertThrows(IllegalArgumentException.class, () -> new LinearisedAdmm(l1, List.of(data()), -1, true));
        assertThrows(IllegalArgumentException.class, () -> new AcceleratedChambollePock(l1, List.of(data())));
        assertThrows(IllegalArgumentException.class, () -> new Spdhg(l1, List.of(), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Spdhg(l1, List.of(data()), List.of(0.5), 1, 1));
        Term other = new Term(new Identity(LINE), new TvNorm(LINE, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new PreconditionedChambollePock(new Zero(LINE), List.of(other)));
    }
}
