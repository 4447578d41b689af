package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * Maximum likelihood by expectation maximisation for emission counts b ~ Poisson(A x + r), x &gt;= 0:
 *
 * <pre>x' = x / (A* 1) A* (b / (A x + r)),</pre>
 *
 * products and quotients entry by entry. The divergence sum_i p_i - b_i + b_i log(b_i / p_i), p = A x + r, never rises, x
 * stays positive, and without a background each iterate explains all counts: sum A x = sum b. With M the minimum at x*, the
 * divergence after k steps is at most M + KL(s x*, s x_0) / k, s = A* 1, KL the same divergence (Csiszar and Tusnady's
 * alternating projections). Pixels that begin with zero remain zero. Stopped early it regularises.
 *
 * <p>Shepp and Vardi 1982, Maximum likelihood reconstruction for emission tomography, IEEE Trans. Med. Imaging 1; Lange and
 * Carson 1984, EM reconstruction algorithms for emission and transmission tomography, J. Comput. Assist. Tomogr. 8; Csiszar and
 * Tusnady 1984, Information geometry and alternating minimization procedures, Statistics and Decisions, suppl. 1. For a blur this
 * is the method of Richardson and Lucy ({@link RichardsonLucy}).
 *
 * @param operator A, real, whose matrix has no negative entries
 * @param counts b, in its range, not negative; not copied
 * @param background r, expected counts that do not come from x, not negative; not copied
 */
public record Mlem(LinearOperator operator, float[] counts, float[] background) implements Iteration<Mlem.State> {
    /** @throws IllegalArgumentException if an argument does not fit, is complex or negative */
    public Mlem {
        EmissionUpdate.require(operator, counts, background);
    }

    /** Without a background. */
    public Mlem(LinearOperator operator, float[] counts) {
        this(operator, counts, operator.range().zeros());
    }

    /** All buffers of a run: A* 1, p = A x + r of the solution, b / p and its back-projection. */
    public static final class State {
        private final float[] x;
        private final float[] sensitivity;
        private final float[] projection;
        private final float[] ratio;
        private final float[] back;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(Mlem problem, float[] x0) {
            LinearOperator a = problem.operator;
            sensitivity = EmissionUpdate.sensitivity(a);
            x = EmissionUpdate.positive(x0, sensitivity);
            projection = a.range().zeros();
            EmissionUpdate.project(a, x, problem.background, projection);
            ratio = a.range().zeros();
            back = a.domain().zeros();
        }
    }

    /**
     * A start that suits any data: constant, with as many counts as there are above the background, and at least a
     * thousandth of them all.
     */
    public float[] constant() {
        float[] ones = AlgebraicUpdate.ones(operator.domain().length());
        double seen = sum(operator.apply(ones));
        double all = sum(counts);
        double level = seen > 0 ? Math.max(1e-3 * all, all - sum(background)) / seen : 0;
        Vectors.scale(level, ones);
        return ones;
    }

    private static double sum(float[] a) {
        return Vectors.sum(a.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += a[i];
            }
            return sum;
        });
    }

    /**
     * Negative values of {@code x0} are taken as 0.
     *
     * @throws IllegalArgumentException if a column of A has a negative sum
     */
    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        EmissionUpdate.ratio(counts, s.projection, s.ratio);
        operator.adjoint(s.ratio, s.back);
        s.squaredStep = EmissionUpdate.multiply(s.back, s.sensitivity, s.x);
        EmissionUpdate.project(operator, s.x, background, s.projection);
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

    /** Half the deviance, sum_i p_i - b_i + b_i log(b_i / p_i): about half the number of samples at the truth. */
    @Override
    public double objective(State s) {
        return EmissionUpdate.divergence(counts, s.projection);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("counts", counts);
        c.same("background", background);
        c.array("x", s.x);
        c.array("projection", s.projection);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
