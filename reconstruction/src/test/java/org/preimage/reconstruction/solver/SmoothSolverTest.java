package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;

/** Methods for smooth functionals keep the contract, with linear and superlinear rates. */
class SmoothSolverTest {
    private static final Space LINE = Space.vector(4);
    private static final float[] A = {5, 2, 1, 0.5f};
    private static final float[] B = {5, -4, 3, 1};
    private static final float[] LEAST_SQUARES = {1, -2, 3, 2};
    private static final double CONDITION = 100;

    private static LeastSquares fit() {
        return new LeastSquares(new Diagonal(LINE, A), B);
    }

    /** Rosenbrock's valley 100 (y - x^2)^2 + (1 - x)^2, not convex, with the minimiser (1, 1). */
    private record Valley() implements Differentiable {
        @Override
        public Space domain() {
            return Space.vector(2);
        }

        @Override
        public double value(float[] x) {
            double bend = x[1] - (double) x[0] * x[0];
            return 100 * bend * bend + (1.0 - x[0]) * (1.0 - x[0]);
        }

        @Override
        public double gradient(float[] x, float[] out) {
            double bend = x[1] - (double) x[0] * x[0];
            out[0] = (float) (-400 * x[0] * bend - 2 * (1.0 - x[0]));
            out[1] = (float) (200 * bend);
            return value(x);
        }

        /** In the valley. */
        @Override
        public double lipschitz() {
            return 1000;
        }
    }

    /** Least squares of condition 100: the objective falls as the method's class promises. */
    private abstract static class Quadratic<S> extends IterationContract<S> {
        @Override
        protected float[] minimiser() {
            return LEAST_SQUARES;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }

        /** Gradient descent's rate, which the better ones must not miss by more than their first steps. */
        @Override
        protected double bound(int k, double squaredDistance) {
            return 25 * squaredDistance * Math.pow(1 - 1 / CONDITION, 2 * k);
        }
    }

    @Nested
    class GradientDescentContract extends Quadratic<GradientDescent.State> {
        @Override
        protected Iteration<GradientDescent.State> iteration() {
            return new GradientDescent(fit(), 1.0 / 25);
        }
    }

    @Nested
    class StronglyConvexNesterovContract extends Quadratic<Nesterov.State> {
        @Override
        protected Iteration<Nesterov.State> iteration() {
            return new Nesterov(fit(), 1.0 / 25, 0.25);
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return (12.5 + 0.125) * squaredDistance * Math.pow(0.9, k);
        }
    }

    @Nested
    class BarzilaiBorweinContract extends Quadratic<BarzilaiBorwein.State> {
        @Override
        protected Iteration<BarzilaiBorwein.State> iteration() {
            return new BarzilaiBorwein(fit());
        }
    }

    @Nested
    class MonotoneBarzilaiBorweinContract extends Quadratic<BarzilaiBorwein.State> {
        @Override
        protected Iteration<BarzilaiBorwein.State> iteration() {
            return new BarzilaiBorwein(fit(), Bounds.NONE, 1);
        }
    }

    /** A diagonal operator: the minimiser within bounds is the clipped one. */
    @Nested
    class BoundedBarzilaiBorweinContract extends Quadratic<BarzilaiBorwein.State> {
        @Override
        protected Iteration<BarzilaiBorwein.State> iteration() {
            return new BarzilaiBorwein(fit(), new Bounds(0, 2.5), 10);
        }

        @Override
        protected float[] minimiser() {
            return new float[] {1, 0, 2.5f, 2};
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return k < 20 ? Double.POSITIVE_INFINITY : 0;
        }
    }

    /** Under the operator's own bound of the norm, 1.01 times 5. */
    @Nested
    class LandweberContract extends Quadratic<Landweber.State> {
        @Override
        protected Iteration<Landweber.State> iteration() {
            return new Landweber(new Diagonal(LINE, A), B, 1, Bounds.NONE, 0);
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            double lipschitz = 25 * 1.01 * 1.01;
            double linear = 0.5 * lipschitz * squaredDistance * Math.pow(1 - 0.25 / lipschitz, 2 * k);
            return Math.min(linear, lipschitz * squaredDistance / (2 * k));
        }
    }

    @Nested
    class BoundedLandweberContract extends IterationContract<Landweber.State> {
        @Override
        protected Iteration<Landweber.State> iteration() {
            return new Landweber(new Diagonal(LINE, A), B, 1.9, new Bounds(0, 2.5), 0);
        }

        @Override
        protected float[] minimiser() {
            return new float[] {1, 0, 2.5f, 2};
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    /** The rate of conjugate gradients, with inexact line searches. */
    @Nested
    class NonlinearCgContract extends Quadratic<NonlinearCg.State> {
        @Override
        protected Iteration<NonlinearCg.State> iteration() {
            return new NonlinearCg(fit());
        }

        @Override
        protected double bound(int k, double squaredDistance) {
            return 4 * 12.5 * squaredDistance * Math.pow(9.0 / 11, 2 * k);
        }
    }

    @Nested
    class LbfgsContract extends Quadratic<Lbfgs.State> {
        @Override
        protected Iteration<Lbfgs.State> iteration() {
            return new Lbfgs(fit());
        }
    }

    @Nested
    class ShortLbfgsContract extends Quadratic<Lbfgs.State> {
        @Override
        protected Iteration<Lbfgs.State> iteration() {
            return new Lbfgs(fit(), 1);
        }
    }

    @Nested
    class NewtonCgContract extends Quadratic<NewtonCg.State> {
        @Override
        protected Iteration<NewtonCg.State> iteration() {
            return new NewtonCg(fit());
        }
    }

    @Nested
    class NewtonCgByDifferencesContract extends Quadratic<NewtonCg.State> {
        @Override
        protected Iteration<NewtonCg.State> iteration() {
            return new NewtonCg(SmoothRateTest.once(fit()));
        }
    }

    /** Steps until the misfit of least squares of condition 100 is below 1e-8. */
    private static <S> int stepsToTheBottom(Iteration<S> method) {
        S s = method.start(LINE.zeros());
        int k = 0;
        while (method.objective(s) > 1e-8 && k < 2000) {
            method.step(s);
            k++;
        }
        return k;
    }

    @Test
    void betterMethodsNeedFewerSteps() {
        LeastSquares f = fit();
        int plain = stepsToTheBottom(new GradientDescent(f));
        int spectral = stepsToTheBottom(new BarzilaiBorwein(f));
        int cg = stepsToTheBottom(new NonlinearCg(f));
        int lbfgs = stepsToTheBottom(new Lbfgs(f));
        int newton = stepsToTheBottom(new NewtonCg(f));
        assertTrue(plain > 800, "gradient descent " + plain);
        assertTrue(spectral < plain / 10, "Barzilai-Borwein " + spectral);
        assertTrue(cg <= 6, "conjugate gradients " + cg);
        assertTrue(lbfgs < 25, "L-BFGS " + lbfgs);
        assertTrue(newton < 8, "Newton " + newton);
    }

    @Test
    void quadraticsEndAfterAsManyStepsAsUnknowns() {
        NonlinearCg cg = new NonlinearCg(fit());
        NonlinearCg.State s = cg.start(LINE.zeros());
        for (int k = 0; k < 8; k++) {
            cg.step(s);
        }
        assertArrayEquals(LEAST_SQUARES, cg.solution(s), 1e-3f);
    }

    private static <S> void assertFindsTheValley(Iteration<S> method, int steps) {
        Outcome outcome = new Runner("test", Stopping.at(steps, 0)).run(method, new float[] {-1.2f, 1});
        assertArrayEquals(
                new float[] {1, 1}, outcome.solution(), 5e-3f, method.getClass().getSimpleName());
    }

    @Test
    void valleysAreFollowed() {
        assertFindsTheValley(new BarzilaiBorwein(new Valley()), 300);
        assertFindsTheValley(new NonlinearCg(new Valley()), 150);
        assertFindsTheValley(new Lbfgs(new Valley()), 100);
        assertFindsTheValley(new NewtonCg(new Valley()), 100);
    }

    @Test
    void searchesObeyTheWolfeConditions() {
        LineSearch search = new LineSearch(0.01, 0.1);
        Differentiable f = new Valley();
        float[] x = {-1.2f, 1};
        float[] g = new float[2];
        double value = f.gradient(x, g);
        float[] d = {-g[0], -g[1]};
        double slope = -Vectors.normSquared(g);
        for (double first : new double[] {1e-9, 1e-3, 1, 1e6}) {
            float[] point = new float[2];
            float[] gradient = new float[2];
            LineSearch.Found found = search.search(f, x, value, d, slope, first, point, gradient);
            assertTrue(found.value() <= value + 0.01 * found.step() * slope);
            assertTrue(Math.abs(Vectors.dot(gradient, d)) <= -0.1 * slope);
            assertEquals(f.value(point), found.value());
        }
    }

    @Test
    void badParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Nesterov(fit(), 0.1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Nesterov(fit(), 0.1, 11));
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(fit(), 0));
        Diagonal a = new Diagonal(LINE, A);
        assertThrows(IllegalArgumentException.class, () -> new Landweber(a, B, 2, Bounds.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new Landweber(a, new float[3], 1, Bounds.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new NewtonCg(fit(), 0));
        assertThrows(IllegalArgumentException.class, () -> new BarzilaiBorwein(fit(), Bounds.NONE, 0));
    }
}
