package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Vectors;

/**
 * Conjugate gradients with clipping for min 1/2 |A x - b|<sup>2</sup>, x &gt;= 0: the iterative constrained method of Tikhonov and
 * Miller, where A holds the penalty below the blur.
 *
 * <p>With g = A* (A x - b) and the free entries F = {x &gt; 0 or g &lt; 0},
 *
 * <pre>
 * p' = -g_F + max(0, &lt;g_F, g_F - h_F&gt; / |h_F|<sup>2</sup>) p_F,  h the last g
 * x' = max(0, x + t p'),  t = -&lt;g, p'&gt; / |A p'|<sup>2</sup>
 * </pre>
 *
 * and t is halved until the objective falls by a ten-thousandth of what its slope promises, so that it never rises. Without
 * active bounds that is the method of conjugate gradients.
 *
 * <p>Van Kempen, van Vliet, Verveer and van der Voort 1997, A quantitative comparison of image restoration methods for confocal
 * microscopy, J. Microsc. 185; Verveer and Jovin 1997, Efficient superresolution restoration algorithms using maximum a posteriori
 * estimations with application to fluorescence microscopy, J. Opt. Soc. Am. A 14.
 *
 * @param operator A, with a real domain
 * @param data b, in its range; not copied
 */
public record ClippedCgls(LinearOperator operator, float[] data) implements Iteration<ClippedCgls.State> {
    private static final double SUFFICIENT = 1e-4;
    private static final int HALVINGS = 40;

    /** @throws IllegalArgumentException if the data do not fit or the domain is complex */
    public ClippedCgls {
        operator.range().require("data", data);
        if (operator.domain().field() == Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the domain is " + operator.domain() + ", but non-negative images need a real one");
        }
    }

    /** All buffers of a run: r = A x - b, the gradient on the free entries and the last one, the direction p and A p. */
    public static final class State {
        private final float[] x;
        private final float[] residual;
        private final float[] gradient;
        private final float[] lastGradient;
        private final float[] direction;
        private final float[] moved;
        private final float[] trial;
        private final float[] trialResidual;
        private double objective;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(ClippedCgls problem, float[] x0) {
            LinearOperator a = problem.operator;
            x = x0.clone();
            clip(x);
            residual = a.apply(x);
            Vectors.add(-1, problem.data, residual);
            objective = 0.5 * Vectors.normSquared(residual);
            gradient = a.domain().zeros();
            lastGradient = a.domain().zeros();
            direction = a.domain().zeros();
            moved = a.range().zeros();
            trial = a.domain().zeros();
            trialResidual = a.range().zeros();
        }
    }

    /** Negative values of {@code x0} are taken as 0. */
    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(this, x0);
    }

    private static boolean clip(float[] x) {
        boolean clipped = false;
        for (int j = 0; j < x.length; j++) {
            if (x[j] < 0) {
                x[j] = 0;
                clipped = true;
            }
        }
        return clipped;
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.gradient, 0, s.lastGradient, 0, s.gradient.length);
        operator.adjoint(s.residual, s.gradient);
        for (int j = 0; j < s.x.length; j++) {
            if (!(s.x[j] > 0 || s.gradient[j] < 0)) {
                s.gradient[j] = 0;
                s.direction[j] = 0;
            }
        }
        double last = Vectors.normSquared(s.lastGradient);
        double now = Vectors.normSquared(s.gradient);
        double beta = last > 0 ? Math.max(0, (now - Vectors.dot(s.gradient, s.lastGradient)) / last) : 0;
        Vectors.combine(-1, s.gradient, beta, s.direction, s.direction);
        double slope = Vectors.dot(s.gradient, s.direction);
        if (!(slope < 0)) {
            Vectors.combine(-1, s.gradient, 0, s.gradient, s.direction);
            slope = -now;
        }
        operator.apply(s.direction, s.moved);
        double bend = Vectors.normSquared(s.moved);
        if (!(bend > 0)) {
            s.squaredStep = 0;
            return;
        }
        double t = -slope / bend;
        for (int k = 0; k < HALVINGS; k++) {
            Vectors.combine(1, s.x, t, s.direction, s.trial);
            if (clip(s.trial)) {
                operator.apply(s.trial, s.trialResidual);
                Vectors.add(-1, data, s.trialResidual);
            } else {
                Vectors.combine(1, s.residual, t, s.moved, s.trialResidual);
            }
            double value = 0.5 * Vectors.normSquared(s.trialResidual);
            if (value <= s.objective + SUFFICIENT * promised(s)) {
                s.squaredStep = Vectors.distanceSquared(s.trial, s.x);
                System.arraycopy(s.trial, 0, s.x, 0, s.x.length);
                System.arraycopy(s.trialResidual, 0, s.residual, 0, s.residual.length);
                s.objective = value;
                return;
            }
            t /= 2;
        }
        // Only rounding is left.
        s.squaredStep = 0;
    }

    /** What the slope promises for the step to the trial; not positive, as free entries alone move. */
    private static double promised(State s) {
        return Math.min(0, Vectors.dot(s.gradient, s.trial) - Vectors.dot(s.gradient, s.x));
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
        return s.objective;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.array("x", s.x);
        c.array("residual", s.residual);
        c.array("gradient", s.gradient);
        c.array("direction", s.direction);
        s.objective = c.number("objective", s.objective);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
