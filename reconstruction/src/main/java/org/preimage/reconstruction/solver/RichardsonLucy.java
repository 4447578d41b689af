package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * The method of Richardson and Lucy for counts b ~ Poisson(A x + r), x &gt;= 0, A a blur or any other operator without negative
 * entries, with a smooth prior R and acceleration where wanted:
 *
 * <pre>x' = x A* (b / (A x + r)) / (A* 1 + R'(x)).</pre>
 *
 * It lowers F(x) = sum_i p_i - b_i + b_i log(b_i / p_i) + R(x), p = A x + r. Without a prior and acceleration it is {@link Mlem}, with
 * {@link org.preimage.reconstruction.functional.SmoothTotalVariation} as R the method of Dey et al. Theirs may rise, or divide by
 * zero where the prior is strong; here x' - x is taken as what it is, a direction of descent x / max(A* 1 + R', A* 1 / 10)
 * (A* (b / p) - A* 1 - R'), and shortened until F falls by a tenth of what its slope promises (Armijo's rule), which costs no
 * application of A. Weights R' above A* 1 make steps short and the method slow.
 *
 * <p>Acceleration is the vector extrapolation of Biggs and Andrews: y = max(0, x' + a (x' - x)) with a = &lt;d', d&gt; /
 * |d|<sup>2</sup>, between 0 and 1, of the last two corrections d. The next step begins at y, if F is not higher there than
 * where the last began, and at x' else. The solution is that point, for which A y is known.
 *
 * <p>Richardson 1972, Bayesian-based iterative method of image restoration, J. Opt. Soc. Am. 62; Lucy 1974, An iterative
 * technique for the rectification of observed distributions, Astron. J. 79; Dey, Blanc-Feraud, Zimmer, Roux, Kam, Olivo-Marin and
 * Zerubia 2006, Richardson-Lucy algorithm with total variation regularization for 3D confocal microscope deconvolution, Microsc.
 * Res. Tech. 69; Biggs and Andrews 1997, Acceleration of iterative image restoration algorithms, Appl. Opt. 36.
 *
 * @param operator A, real, whose matrix has no negative entries
 * @param counts b, in its range, not negative; not copied
 * @param background r, expected counts that do not come from x, not negative; not copied
 * @param prior R, on the domain of A; null for none
 * @param accelerated whether to extrapolate
 */
public record RichardsonLucy(
        LinearOperator operator, float[] counts, float[] background, Differentiable prior, boolean accelerated)
        implements Iteration<RichardsonLucy.State> {
    private static final int BLOCK = 1 << 13;

    /** Share of the descent that the slope promises which a step must keep. */
    private static final double SUFFICIENT = 0.1;

    /** Shorter steps are lost in rounding. */
    private static final double SHORTEST = 1e-7;

    /** The least denominator, as a share of A* 1. */
    private static final float LEAST = 0.1f;

    /** @throws IllegalArgumentException if an argument does not fit, is complex or negative */
    public RichardsonLucy {
        EmissionUpdate.require(operator, counts, background);
        if (prior != null) {
            operator.domain().requireShape("the domain of the prior", prior.domain());
        }
    }

    /** Without background, prior or acceleration. */
    public RichardsonLucy(LinearOperator operator, float[] counts) {
        this(operator, counts, operator.range().zeros(), null, false);
    }

    /** All buffers of a run: y where the next step begins, p = A y + r, and the last x' and correction. */
    public static final class State {
        private final float[] y;
        private final float[] projection;
        private final float[] sensitivity;
        private final float[] x;
        private final float[] last;
        private final float[] correction;
        private final float[] lastCorrection;
        private final float[] trial;
        private final float[] trialProjection;
        private final float[] slope;
        private double objective;
        private double descent;
        private double squaredStep = Double.POSITIVE_INFINITY;
        private int steps;

        private State(RichardsonLucy problem, float[] x0) {
            LinearOperator a = problem.operator;
            boolean extrapolates = problem.accelerated;
            sensitivity = EmissionUpdate.sensitivity(a);
            y = EmissionUpdate.positive(x0, sensitivity);
            projection = a.range().zeros();
            EmissionUpdate.project(a, y, problem.background, projection);
            x = y.clone();
            last = new float[extrapolates ? y.length : 0];
            correction = new float[y.length];
            lastCorrection = new float[extrapolates ? y.length : 0];
            trial = new float[extrapolates ? y.length : 0];
            trialProjection = a.range().zeros();
            slope = new float[problem.prior == null ? 0 : y.length];
            objective = problem.objective(y, projection);
        }
    }

    /**
     * Negative values of {@code x0} are taken as 0; {@link Mlem#constant} is a good start.
     *
     * @throws IllegalArgumentException if a column of A has a negative sum
     */
    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(this, x0);
    }

    private double objective(float[] x, float[] p) {
        return EmissionUpdate.divergence(counts, p) + (prior == null ? 0 : prior.value(x));
    }

    @Override
    public void step(State s) {
        if (accelerated) {
            System.arraycopy(s.x, 0, s.last, 0, s.x.length);
            System.arraycopy(s.correction, 0, s.lastCorrection, 0, s.x.length);
        }
        correct(s);
        Vectors.combine(1, s.y, 1, s.correction, s.x);
        s.steps++;
        // A sum of floats may fall below zero by rounding where the correction takes all.
        clip(s.x);
        if (!(accelerated && s.steps > 2 && extrapolate(s))) {
            descend(s);
        }
    }

    /** The correction of the next step, from y, and the slope of F along it. */
    private void correct(State s) {
        float[] d = s.correction;
        EmissionUpdate.ratio(counts, s.projection, s.trialProjection);
        operator.adjoint(s.trialProjection, d);
        if (prior != null) {
            prior.gradient(s.y, s.slope);
        }
        s.descent = Vectors.sum(d.length, (from, to) -> {
            double sum = 0;
            for (int j = from; j < to; j++) {
                float sensitivity = s.sensitivity[j];
                float whole = sensitivity + (prior == null ? 0 : s.slope[j]);
                float scale = Math.max(whole, LEAST * sensitivity);
                float gradient = whole - Math.max(0, d[j]);
                d[j] = sensitivity > 0 ? -s.y[j] * (gradient / scale) : 0;
                sum += (double) d[j] * gradient;
            }
            return sum;
        });
    }

    private static void clip(float[] x) {
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int j = from; j < to; j++) {
                x[j] = Math.max(0, x[j]);
            }
        });
    }

    /** Goes on from max(0, x' + a (x' - x)); false, with nothing changed, where that is higher than y. */
    private boolean extrapolate(State s) {
        double size = Vectors.normSquared(s.lastCorrection);
        double a = size == 0 ? 0 : Math.min(1, Vectors.dot(s.correction, s.lastCorrection) / size);
        if (!(a > 0)) {
            return false;
        }
        Vectors.combine(1 + a, s.x, -a, s.last, s.trial);
        clip(s.trial);
        EmissionUpdate.project(operator, s.trial, background, s.trialProjection);
        double value = objective(s.trial, s.trialProjection);
        if (!(value <= s.objective)) {
            return false;
        }
        s.squaredStep = Vectors.distanceSquared(s.trial, s.y);
        accept(s, s.trial, value);
        return true;
    }

    /** Goes on from x', or a point between y and x' that is not higher than y. */
    private void descend(State s) {
        EmissionUpdate.project(operator, s.x, background, s.trialProjection);
        double value = objective(s.x, s.trialProjection);
        // Without a prior the theory promises descent, and only rounding could break it.
        double t = 1;
        while (prior != null && !(value <= s.objective + SUFFICIENT * t * s.descent)) {
            // The lowest point of the parabola of the value and slope at y and the value here.
            double bend = value - s.objective - t * s.descent;
            double best = -0.5 * s.descent * t / bend;
            double share = t < SHORTEST ? 0 : best > 0.1 && best < 0.5 ? best : best <= 0.1 ? 0.1 : 0.5;
            Vectors.combine(share, s.x, 1 - share, s.y, s.x);
            Vectors.combine(share, s.trialProjection, 1 - share, s.projection, s.trialProjection);
            if (share == 0) {
                value = s.objective;
                break;
            }
            t *= share;
            value = objective(s.x, s.trialProjection);
        }
        s.squaredStep = Vectors.distanceSquared(s.x, s.y);
        accept(s, s.x, value);
    }

    private static void accept(State s, float[] next, double value) {
        System.arraycopy(next, 0, s.y, 0, next.length);
        System.arraycopy(s.trialProjection, 0, s.projection, 0, s.projection.length);
        s.objective = value;
    }

    @Override
    public float[] solution(State s) {
        return s.y;
    }

    /** The length of the last step relative to the solution. */
    @Override
    public double residual(State s) {
        return AlgebraicUpdate.relativeStep(s.squaredStep, s.y);
    }

    /** F(x). */
    @Override
    public double objective(State s) {
        return s.objective;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("counts", counts);
        c.same("background", background);
        c.array("y", s.y);
        c.array("projection", s.projection);
        c.array("x", s.x);
        c.array("correction", s.correction);
        s.steps = (int) c.count("steps", s.steps);
        s.objective = c.number("objective", s.objective);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
