package org.preimage.reconstruction.solver;

import java.util.Arrays;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * Projected gradient descent with the steps of Barzilai and Borwein for smooth f within bounds,
 *
 * <pre>
 * d  = clip(x - t grad f(x)) - x
 * x' = x + a d,   a = 1, shortened until f(x') &lt;= max of the last M values + 1e-4 a &lt;grad f(x), d&gt;
 * t' = |s|<sup>2</sup> / &lt;s, y&gt;, or &lt;s, y&gt; / |y|<sup>2</sup> where that is below 0.15 times the first,
 * </pre>
 *
 * s = x' - x, y = grad f(x') - grad f(x): t' is the inverse of the curvature along the last step, so that a gradient that costs
 * as much as in {@link GradientDescent} goes much further. The objective may rise on the way; the condition lets it only within M
 * iterations, which is what makes the method converge for all smooth f. For strongly convex quadratics the rate is R-linear, and
 * there also without the safeguard.
 *
 * <p>Barzilai and Borwein 1988, Two-point step size gradient methods, IMA J. Numer. Anal. 8; the safeguard from Raydan 1997, The
 * Barzilai and Borwein gradient method for the large scale unconstrained minimization problem, SIAM J. Optim. 7; the
 * projection from Birgin, Martinez and Raydan 2000, Nonmonotone spectral projected gradient methods on convex sets, SIAM J. Optim.
 * 10; the choice of the step from Zhou, Gao and Dai 2006, Gradient methods with adaptive step-sizes, Comput. Optim. Appl. 35; the
 * rate from Dai and Liao 2002, R-linear convergence of the Barzilai and Borwein gradient method, IMA J. Numer. Anal. 22.
 *
 * @param f what is minimised
 * @param bounds what x is clipped to
 * @param memory M, at least 1; 1 for a monotone method
 */
public record BarzilaiBorwein(Differentiable f, Bounds bounds, int memory) implements Iteration<BarzilaiBorwein.State> {
    private static final double SUFFICIENT = 1e-4;
    private static final double SHORT_BELOW = 0.15;

    /** Steps are kept within this factor of 1/L. */
    private static final double RANGE = 1e8;

    private static final int SHORTENINGS = 40;

    /** @throws IllegalArgumentException if the space is complex and there are bounds, or the memory is below 1 */
    public BarzilaiBorwein {
        bounds.requireFor(f.domain());
        if (memory < 1) {
            throw new IllegalArgumentException("memory is " + memory + ", but must be at least 1");
        }
    }

    /** Without bounds, with the usual memory of 10. */
    public BarzilaiBorwein(Differentiable f) {
        this(f, Bounds.NONE, 10);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] gradient;
        private final float[] direction;
        private final float[] trial;
        private final float[] trialGradient;
        private final double[] values;
        private final double first;
        private double step;
        private int iteration;

        private State(BarzilaiBorwein problem, float[] x0) {
            x = x0.clone();
            problem.clip(x);
            gradient = new float[x.length];
            direction = new float[x.length];
            trial = new float[x.length];
            trialGradient = new float[x.length];
            values = new double[problem.memory];
            Arrays.fill(values, Double.NEGATIVE_INFINITY);
            values[0] = problem.f.gradient(x, gradient);
            first = GradientDescent.stepOf(problem.f);
            step = first;
        }
    }

    private void clip(float[] x) {
        if (!bounds.equals(Bounds.NONE)) {
            float lo = (float) bounds.lower();
            float hi = (float) bounds.upper();
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.min(hi, Math.max(lo, x[i]));
            }
        }
    }

    /** out = clip(x - t grad f(x)) - x. */
    private void direction(State s, double t, float[] out) {
        Vectors.combine(1, s.x, -t, s.gradient, out);
        clip(out);
        Vectors.add(-1, s.x, out);
    }

    /** Values of {@code x0} outside the bounds are clipped. */
    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        direction(s, s.step, s.direction);
        double slope = Vectors.dot(s.gradient, s.direction);
        if (!(slope < 0)) {
            // Nothing to descend along but rounding.
            s.step = s.first;
            return;
        }
        double current = s.values[s.iteration % memory];
        double highest = Arrays.stream(s.values).max().orElseThrow();
        double slack = LineSearch.ROUNDING * Math.abs(highest);
        double a = 1;
        double value = trial(s, a);
        for (int k = 0; k < SHORTENINGS && !(value <= highest + SUFFICIENT * a * slope + slack); k++) {
            double parabola = -0.5 * a * a * slope / (value - current - a * slope);
            a = parabola >= 0.1 * a && parabola <= 0.5 * a ? parabola : 0.5 * a;
            value = trial(s, a);
        }
        double moved = Vectors.distanceSquared(s.trial, s.x);
        double curvature = a * (Vectors.dot(s.trialGradient, s.direction) - slope);
        double bent = Vectors.distanceSquared(s.trialGradient, s.gradient);
        s.step = next(s, moved, curvature, bent);
        System.arraycopy(s.trial, 0, s.x, 0, s.x.length);
        System.arraycopy(s.trialGradient, 0, s.gradient, 0, s.x.length);
        s.iteration++;
        s.values[s.iteration % memory] = value;
    }

    private double trial(State s, double a) {
        Vectors.combine(1, s.x, a, s.direction, s.trial);
        clip(s.trial);
        return f.gradient(s.trial, s.trialGradient);
    }

    private static double next(State s, double moved, double curvature, double bent) {
        if (!(curvature > 0)) {
            // Straight or bent down: the largest step that was seen to do well.
            return Math.min(10 * s.step, RANGE * s.first);
        }
        double large = moved / curvature;
        double small = curvature / bent;
        double step = small < SHORT_BELOW * large ? small : large;
        return Math.min(RANGE * s.first, Math.max(s.first / RANGE, step));
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |clip(x - grad f(x) / L) - x| / |x|: the length of a plain gradient step relative to the solution. */
    @Override
    public double residual(State s) {
        direction(s, s.first, s.direction);
        double moved = Vectors.norm(s.direction);
        return moved == 0 ? 0 : moved / Vectors.norm(s.x);
    }

    @Override
    public double objective(State s) {
        return s.values[s.iteration % memory];
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("memory", memory);
        c.same("lower", bounds.lower());
        c.same("upper", bounds.upper());
        c.array("x", s.x);
        c.array("gradient", s.gradient);
        for (int i = 0; i < memory; i++) {
            s.values[i] = c.number("value", s.values[i]);
        }
        s.step = c.number("step", s.step);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
