package org.preimage.reconstruction.solver;

import java.util.Arrays;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.TwiceDifferentiable;

/**
 * Newton's method with truncated conjugate gradients for smooth f:
 *
 * <pre>x' = x + a p,   |H p + g| &lt;= eta |g|,   eta = min(1/2, sqrt(|g| / |g_0|)),</pre>
 *
 * g and H the gradient and Hessian at x, p from conjugate gradients that end at a direction of negative curvature, a by a line
 * search with the strong Wolfe conditions that tries 1 first. Near a minimiser with positive definite Hessian a = 1 and |g'| =
 * O(|g|<sup>3/2</sup>): superlinear of order 3/2. Products with H are those of a {@link TwiceDifferentiable}; of other
 * functionals they are differences of two gradients on both sides of x, right to about 1e-4, which is still linear at that rate.
 *
 * <p>Dembo, Eisenstat and Steihaug 1982, Inexact Newton methods, SIAM J. Numer. Anal. 19; Nocedal and Wright 2006, Numerical
 * optimization, algorithm 7.1.
 *
 * @param f what is minimised
 * @param innerIterations conjugate gradients for each direction at most, at least 1
 */
public record NewtonCg(Differentiable f, int innerIterations) implements Iteration<NewtonCg.State> {
    private static final LineSearch SEARCH = new LineSearch(1e-4, 0.9);

    /** The root of the third order of the rounding of floats balances the errors of differences. */
    private static final double DIFFERENCE = 5e-3;

    /** @throws IllegalArgumentException if the number of inner iterations is below 1 */
    public NewtonCg {
        if (innerIterations < 1) {
            throw new IllegalArgumentException("innerIterations is " + innerIterations + ", but must be at least 1");
        }
    }

    /** With up to 100 inner iterations. */
    public NewtonCg(Differentiable f) {
        this(f, 100);
    }

    /** All buffers of a run: those of conjugate gradients are p, their residual r, direction d and q = H d. */
    public static final class State {
        private final float[] x;
        private final float[] gradient;
        private final float[] next;
        private final float[] nextGradient;
        private final float[] p;
        private final float[] r;
        private final float[] d;
        private final float[] q;
        private double value;
        private double firstNorm;
        private int inner;

        private State(Differentiable f, float[] x0) {
            x = x0.clone();
            gradient = new float[x.length];
            next = new float[x.length];
            nextGradient = new float[x.length];
            p = new float[x.length];
            r = new float[x.length];
            d = new float[x.length];
            q = new float[x.length];
            value = f.gradient(x, gradient);
            firstNorm = Vectors.norm(gradient);
        }

        /** Conjugate gradients made so far, in all iterations. */
        public int innerIterations() {
            return inner;
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(f, x0);
    }

    @Override
    public void step(State s) {
        double norm = Vectors.norm(s.gradient);
        if (norm == 0) {
            return;
        }
        direct(s, norm);
        double slope = Vectors.dot(s.p, s.gradient);
        if (!(slope < 0)) {
            Vectors.combine(-GradientDescent.stepOf(f), s.gradient, 0, s.gradient, s.p);
            slope = Vectors.dot(s.p, s.gradient);
        }
        LineSearch.Found found = SEARCH.search(f, s.x, s.value, s.p, slope, 1, s.next, s.nextGradient);
        if (found.step() == 0) {
            return;
        }
        System.arraycopy(s.next, 0, s.x, 0, s.x.length);
        System.arraycopy(s.nextGradient, 0, s.gradient, 0, s.x.length);
        s.value = found.value();
    }

    /** p with H p = -g, as exactly as eta says. */
    private void direct(State s, double norm) {
        double eta = Math.min(0.5, Math.sqrt(norm / s.firstNorm));
        Arrays.fill(s.p, 0);
        Vectors.combine(-1, s.gradient, 0, s.gradient, s.r);
        System.arraycopy(s.r, 0, s.d, 0, s.r.length);
        double gamma = norm * norm;
        double enough = eta * eta * gamma;
        for (int k = 0; k < innerIterations && gamma > enough; k++) {
            product(s);
            s.inner++;
            double curvature = Vectors.dot(s.d, s.q);
            if (!(curvature > 0)) {
                if (k == 0) {
                    Vectors.combine(-GradientDescent.stepOf(f), s.gradient, 0, s.gradient, s.p);
                }
                return;
            }
            double alpha = gamma / curvature;
            Vectors.add(alpha, s.d, s.p);
            Vectors.add(-alpha, s.q, s.r);
            double next = Vectors.normSquared(s.r);
            Vectors.combine(1, s.r, next / gamma, s.d, s.d);
            gamma = next;
        }
    }

    /** q = H d. */
    private void product(State s) {
        if (f instanceof TwiceDifferentiable twice) {
            twice.hessian(s.x, s.d, s.q);
            return;
        }
        double reach = Vectors.norm(s.x) + Vectors.norm(s.gradient) * GradientDescent.stepOf(f);
        double h = DIFFERENCE * reach / Vectors.norm(s.d);
        Vectors.combine(1, s.x, h, s.d, s.next);
        f.gradient(s.next, s.q);
        Vectors.combine(1, s.x, -h, s.d, s.next);
        f.gradient(s.next, s.nextGradient);
        Vectors.combine(0.5 / h, s.q, -0.5 / h, s.nextGradient, s.q);
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |grad f(x)| / (L |x|): the length of a plain gradient step relative to the solution. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeStep(f, s.gradient, s.x);
    }

    @Override
    public double objective(State s) {
        return s.value;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("innerIterations", innerIterations);
        c.array("x", s.x);
        c.array("gradient", s.gradient);
        s.value = c.number("value", s.value);
        s.firstNorm = c.number("firstNorm", s.firstNorm);
        s.inner = (int) c.count("inner", s.inner);
    }
}
