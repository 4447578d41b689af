package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * Nonlinear conjugate gradients of Hager and Zhang for smooth f:
 *
 * <pre>
 * x' = x + a d,   a by a line search with the strong Wolfe conditions
 * d' = -g' + b d,   b = max(&lt;y - 2 d |y|<sup>2</sup> / &lt;d, y&gt;, g'&gt; / &lt;d, y&gt;, 0.4 &lt;d, g&gt; / |d|<sup>2</sup>)
 * </pre>
 *
 * g = grad f, y = g' - g. With exact line searches on a quadratic this is {@link Cg}, |x_k - x*|<sub>H</sub> &lt;= 2 ((sqrt(k) -
 * 1) / (sqrt(k) + 1))<sup>k</sup> |x_0 - x*|<sub>H</sub> for the condition k; here a secant makes them nearly exact. The
 * directions always descend, and for smooth f, convex or not, gradients come arbitrarily close to zero.
 *
 * <p>An iteration takes one or two gradients of f most of the time.
 *
 * <p>Hager and Zhang 2005, A new conjugate gradient method with guaranteed descent and an efficient line search, SIAM J. Optim. 16;
 * the lower bound of b from Hager and Zhang 2013, The limited memory conjugate gradient method, SIAM J. Optim. 23.
 *
 * @param f what is minimised
 */
public record NonlinearCg(Differentiable f) implements Iteration<NonlinearCg.State> {
    private static final LineSearch SEARCH = new LineSearch(0.01, 0.1);
    private static final double LEAST = 0.4;

    /** All buffers of a run: x, g, d, and the next x and g. */
    public static final class State {
        private final float[] x;
        private final float[] gradient;
        private final float[] direction;
        private final float[] next;
        private final float[] nextGradient;
        private double value;
        private double slope;
        private double first;

        private State(Differentiable f, float[] x0) {
            x = x0.clone();
            gradient = new float[x.length];
            direction = new float[x.length];
            next = new float[x.length];
            nextGradient = new float[x.length];
            value = f.gradient(x, gradient);
            steepest(GradientDescent.stepOf(f));
        }

        private void steepest(double step) {
            Vectors.combine(-1, gradient, 0, gradient, direction);
            slope = -Vectors.normSquared(gradient);
            first = step;
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(f, x0);
    }

    @Override
    public void step(State s) {
        if (!(s.slope < 0)) {
            // The gradient is zero.
            return;
        }
        LineSearch.Found found = SEARCH.search(f, s.x, s.value, s.direction, s.slope, s.first, s.next, s.nextGradient);
        if (found.step() == 0) {
            s.steepest(GradientDescent.stepOf(f));
            return;
        }
        double change = Vectors.distanceSquared(s.nextGradient, s.gradient);
        double alongNext = Vectors.dot(s.direction, s.nextGradient);
        double bend = alongNext - s.slope;
        double forward = Vectors.normSquared(s.nextGradient) - Vectors.dot(s.gradient, s.nextGradient);
        double b = (forward - 2 * change * alongNext / bend) / bend;
        double least = LEAST * s.slope / Vectors.normSquared(s.direction);
        System.arraycopy(s.next, 0, s.x, 0, s.x.length);
        System.arraycopy(s.nextGradient, 0, s.gradient, 0, s.x.length);
        s.value = found.value();
        double last = s.slope;
        if (bend > 0) {
            Vectors.combine(-1, s.gradient, Math.max(b, least), s.direction, s.direction);
            s.slope = Vectors.dot(s.direction, s.gradient);
            // The next step changes f about as much as this one did.
            s.first = found.step() * Math.min(10, Math.max(0.1, last / s.slope));
        }
        if (!(bend > 0) || !(s.slope < 0)) {
            s.steepest(GradientDescent.stepOf(f));
        }
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
        c.array("x", s.x);
        c.array("gradient", s.gradient);
        c.array("direction", s.direction);
        s.value = c.number("value", s.value);
        s.slope = c.number("slope", s.slope);
        s.first = c.number("first", s.first);
    }
}
