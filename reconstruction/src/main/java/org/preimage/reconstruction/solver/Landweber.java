package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * The projected method of Landweber for least squares within bounds,
 *
 * <pre>x' = clip(x + lambda / |A|<sup>2</sup> A* (b - A x)),</pre>
 *
 * which converges for 0 &lt; lambda &lt; 2, with 1/2 |A x_k - b|<sup>2</sup> within |A|<sup>2</sup> |x_0 - x*|<sup>2</sup> / (2 k
 * lambda) of the minimum for lambda &lt;= 1. Without bounds, the error in a singular direction of A with value s shrinks by 1 -
 * lambda s<sup>2</sup> / |A|<sup>2</sup> in each step: large structures first and noise last, so that a run that ends early
 * regularises. |A| is its upper bound {@link LinearOperator#normBound}.
 *
 * <p>Landweber 1951, An iteration formula for Fredholm integral equations of the first kind, Am. J. Math. 73; with bounds Eicke
 * 1992, Iteration methods for convexly constrained ill-posed problems in Hilbert space, Numer. Funct. Anal. Optim. 13.
 *
 * @param operator A
 * @param data b, in its range; not copied
 * @param relaxation lambda, above 0 and below 2
 * @param bounds what x is clipped to
 * @param discrepancy value of |A x - b| at which the method is {@link #finished}; 0 to go on. It comes with each step
 */
public record Landweber(LinearOperator operator, float[] data, double relaxation, Bounds bounds, double discrepancy)
        implements Iteration<Landweber.State> {
    /** @throws IllegalArgumentException if an argument does not fit, or is out of its range */
    public Landweber {
        operator.range().require("data", data);
        AlgebraicUpdate.requireRelaxation(relaxation);
        bounds.requireFor(operator.domain());
        AlgebraicUpdate.requireDiscrepancy(discrepancy);
    }

    /** All buffers of a run: b - A x and its back-projection. */
    public static final class State {
        private final float[] x;
        private final float[] misfit;
        private final float[] gradient;
        private final double step;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(Landweber problem, float[] x0) {
            x = x0.clone();
            misfit = problem.operator.range().zeros();
            problem.measure(this);
            gradient = problem.operator.domain().zeros();
            double norm = problem.operator.normBound();
            step = norm > 0 ? problem.relaxation / (norm * norm) : 1;
        }
    }

    private void measure(State s) {
        operator.apply(s.x, s.misfit);
        Vectors.combine(1, data, -1, s.misfit, s.misfit);
    }

    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        operator.adjoint(s.misfit, s.gradient);
        s.squaredStep = AlgebraicUpdate.move(s.step, s.gradient, bounds, s.x);
        measure(s);
    }

    /** |A x - b|. */
    public double discrepancy(State s) {
        return Vectors.norm(s.misfit);
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return AlgebraicUpdate.relativeStep(s.squaredStep, s.x);
    }

    /** 1/2 |A x - b|<sup>2</sup>. */
    @Override
    public double objective(State s) {
        return 0.5 * Vectors.normSquared(s.misfit);
    }

    @Override
    public boolean finished(State s) {
        return discrepancy > 0 && discrepancy(s) <= discrepancy;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("data", data);
        c.same("step", s.step);
        c.array("x", s.x);
        c.array("misfit", s.misfit);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
