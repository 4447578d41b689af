package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Forward-backward splitting for min f(x) + g(x) where no Lipschitz constant of f's gradient is known,
 *
 * <pre>x' = prox_{t g}(x - t grad f(x)),</pre>
 *
 * with t divided by two until
 *
 * <pre>f(x') &lt;= f(x) + &lt;grad f(x), x' - x&gt; + |x' - x|<sup>2</sup> / (2 t)   and   f(x') + g(x') &lt;= f(x) + g(x),</pre>
 *
 * and grown by a tenth before each step. The objective never rises. For convex f and g it comes down to its minimum as fast as
 * c / k, wherever the run begins; for others the gradient comes to zero. Where rounding leaves no step that goes down x stays.
 *
 * <p>Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, section 3, whose
 * steps do not grow; growing ones: Scheinberg, Goldfarb and Bai 2014, Fast first-order methods for composite convex optimization
 * with backtracking, Found. Comput. Math. 14.
 *
 * @param f the smooth part
 * @param g the part with a proximal map, on the same space
 * @param firstStep t at the start, positive
 */
public record BacktrackingForwardBackward(Differentiable f, Proximable g, double firstStep)
        implements Iteration<BacktrackingForwardBackward.State> {
    private static final int MOST_HALVINGS = 40;
    private static final double GROWTH = 1.1;

    /** @throws IllegalArgumentException if the spaces differ or the step is not positive and finite */
    public BacktrackingForwardBackward {
        f.domain().requireShape("the domain of g", g.domain());
        GradientDescent.requireStep(firstStep);
    }

    /** All buffers of a run. */
    public static final class State {
        private float[] x;
        private float[] next;
        private final float[] gradient;
        private double step;
        private double objective = Double.NaN;
        private double moved = Double.POSITIVE_INFINITY;
        private int iteration;

        private State(float[] x0, double step) {
            x = x0.clone();
            next = x0.clone();
            gradient = new float[x0.length];
            this.step = step;
        }

        /** Iterations done. */
        public int iteration() {
            return iteration;
        }

        /** The step t of the last iteration. */
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
        double smooth = f.gradient(s.x, s.gradient);
        Proximable now = g.at(s.iteration++);
        double before = smooth + now.value(s.x);
        if (now == g && !Double.isNaN(s.objective)) {
            // What rounding makes of the same value another time allows no rise.
            before = Math.min(before, s.objective);
        }
        s.step *= GROWTH;
        for (int k = 0; k < MOST_HALVINGS; k++) {
            Vectors.combine(1, s.x, -s.step, s.gradient, s.next);
            double other = now.prox(s.next, s.step, s.next);
            double squared = Vectors.distanceSquared(s.next, s.x);
            if (squared == 0) {
                break;
            }
            double slope = Vectors.dot(s.gradient, s.next) - Vectors.dot(s.gradient, s.x);
            double value = f.value(s.next);
            if (value <= smooth + slope + squared / (2 * s.step) && value + other <= before) {
                float[] swap = s.x;
                s.x = s.next;
                s.next = swap;
                s.objective = value + other;
                s.moved = Math.sqrt(squared);
                return;
            }
            s.step /= 2;
        }
        s.objective = before;
        s.moved = 0;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return s.moved == 0 ? 0 : s.moved / Vectors.norm(s.x);
    }

    @Override
    public double objective(State s) {
        return Double.isNaN(s.objective) ? f.value(s.x) + g.value(s.x) : s.objective;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("firstStep", firstStep);
        float[] slope = f.domain().zeros();
        f.gradient(f.domain().zeros(), slope);
        // Stands for the problem.
        c.same("slope at zero", slope);
        c.array("x", s.x);
        s.step = c.number("step", s.step);
        s.objective = c.number("objective", s.objective);
        s.moved = c.number("moved", s.moved);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
