package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * {@link Fista} where no Lipschitz constant of f is known: steps are divided by two until
 *
 * <pre>f(x') &lt;= f(y) + &lt;grad f(y), x' - y&gt; + |x' - y|<sup>2</sup> / (2 t),</pre>
 *
 * and never grow again, so that F(x_k) - F* &lt;= 4 L |x_0 - x*|<sup>2</sup> / (k + 1)<sup>2</sup> wherever they begin, if not
 * below 1/(2 L).
 *
 * <p>Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, section 4 and
 * theorem 4.4. Restarts after O'Donoghue and Candes 2015, Adaptive restart for accelerated gradient schemes.
 *
 * @param f the smooth part
 * @param g the part with a proximal map, on the same space
 * @param firstStep t at the start, positive; rather too large
 * @param restart when the momentum is dropped
 */
public record BacktrackingFista(Differentiable f, Proximable g, double firstStep, Restart restart)
        implements Iteration<BacktrackingFista.State> {
    private static final int MOST_HALVINGS = 60;

    /** Rounding of the functional's value, of which the test of a step must not make anything. */
    private static final double ROUNDING = 1e-6;

    /** When the momentum is dropped. */
    public enum Restart {
        /** Never: the plain method, which keeps its bound. */
        NEVER,
        /** When it points uphill, by the generalised gradient. */
        GRADIENT,
        /** When the objective has grown. */
        OBJECTIVE
    }

    /** @throws IllegalArgumentException if the spaces differ or the step is not positive and finite */
    public BacktrackingFista {
        f.domain().requireShape("the domain of g", g.domain());
        GradientDescent.requireStep(firstStep);
    }

    /** All buffers of a run. */
    public static final class State {
        private float[] x;
        private float[] last;
        private final float[] y;
        private final float[] gradient;
        private double step;
        private final Momentum momentum = new Momentum();
        private double objective = Double.POSITIVE_INFINITY;
        private int iteration;

        private State(float[] x0, double step) {
            x = x0.clone();
            last = x0.clone();
            y = x0.clone();
            gradient = new float[x0.length];
            this.step = step;
        }

        /** The step t in use. */
        public double stepLength() {
            return step;
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0, firstStep);
    }

    @Override
    public void step(State s) {
        float[] swap = s.last;
        s.last = s.x;
        s.x = swap;
        double atY = f.gradient(s.y, s.gradient);
        Proximable now = g.at(s.iteration++);
        double objective = attempt(s, atY, now);
        for (int k = 0; Double.isNaN(objective) && k < MOST_HALVINGS; k++) {
            s.step /= 2;
            objective = attempt(s, atY, now);
        }
        boolean drop = restart == Restart.GRADIENT && Momentum.uphill(s.y, s.x, s.last) > 0
                || restart == Restart.OBJECTIVE && grown(s, objective);
        double m = s.momentum.next(drop);
        Vectors.combine(1 + m, s.x, -m, s.last, s.y);
        s.objective = objective;
    }

    private boolean grown(State s, double objective) {
        return objective > s.objective + ROUNDING * Math.abs(s.objective);
    }

    /** x' = prox(y - t grad f(y)); returns the objective there, or NaN if the step is too long. */
    private double attempt(State s, double atY, Proximable now) {
        Vectors.combine(1, s.y, -s.step, s.gradient, s.x);
        double prior = now.prox(s.x, s.step, s.x);
        double fit = f.value(s.x);
        double slope = Vectors.dot(s.gradient, s.x) - Vectors.dot(s.gradient, s.y);
        double model = atY + slope + Vectors.distanceSquared(s.x, s.y) / (2 * s.step);
        return fit <= model + ROUNDING * Math.abs(atY) ? fit + prior : Double.NaN;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.x, s.last);
    }

    /**
     * Where f is a data fit 1/2 |A x - b|<sup>2</sup>, the duality gap of x and A x - b, the primal variable bounded to entries of magnitude at
     * most twice the largest one of the solution; NaN for other f, or where g does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        return DualityGap.ofFit(f, g, s.x);
    }

    @Override
    public double objective(State s) {
        return f.value(s.x) + g.value(s.x);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("firstStep", firstStep);
        c.same("restart", restart.ordinal());
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("y", s.y);
        s.step = c.number("step", s.step);
        s.momentum.persist(c);
        s.objective = c.number("objective", s.objective);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
