package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The accelerated proximal gradient method FISTA for min f(x) + g(x), f smooth:
 *
 * <pre>
 * x' = prox_{t g}(y - t grad f(y))
 * a' = (1 + sqrt(1 + 4 a<sup>2</sup>)) / 2
 * y' = x' + (a - 1) / a' (x' - x)
 * </pre>
 *
 * from a = 1 and y = x_0, with F(x_k) - F* &lt;= 2 L |x_0 - x*|<sup>2</sup> / (k + 1)<sup>2</sup> for t = 1/L.
 *
 * <p>Beck and Teboulle 2009, A fast iterative shrinkage-thresholding algorithm for linear inverse problems, theorem 4.4.
 * With {@code restart}, a goes back to 1 whenever the momentum points uphill (gradient scheme of O'Donoghue and Candes
 * 2015, Adaptive restart for accelerated gradient schemes), which makes it linear where F is strongly convex.
 *
 * @param f the smooth part
 * @param g the part with a proximal map, on the same space
 * @param step t, positive; at most 1/L
 * @param restart whether to drop the momentum when it points uphill
 */
public record Fista(Differentiable f, Proximable g, double step, boolean restart) implements Iteration<Fista.State> {
    /** @throws IllegalArgumentException if the spaces differ or the step is not positive and finite */
    public Fista {
        f.domain().requireShape("the domain of g", g.domain());
        GradientDescent.requireStep(step);
    }

    /** With the step 1/L and restarts. */
    public Fista(Differentiable f, Proximable g) {
        this(f, g, GradientDescent.stepOf(f), true);
    }

    /** All buffers of a run. */
    public static final class State {
        private float[] x;
        private float[] last;
        private final float[] y;
        private final float[] gradient;
        private final Momentum momentum = new Momentum();
        private int iteration;

        private State(float[] x0) {
            x = x0.clone();
            last = x0.clone();
            y = x0.clone();
            gradient = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        float[] swap = s.last;
        s.last = s.x;
        s.x = swap;
        f.gradient(s.y, s.gradient);
        Vectors.combine(1, s.y, -step, s.gradient, s.x);
        g.at(s.iteration++).prox(s.x, step, s.x);
        s.momentum.extrapolate(s.x, s.last, s.y, restart);
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
        c.same("step", step);
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("y", s.y);
        s.momentum.persist(c);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
