package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The proximal gradient method (iterative shrinkage-thresholding) for min f(x) + g(x), f smooth:
 *
 * <pre>x' = prox_{t g}(x - t grad f(x)),</pre>
 *
 * with F(x_k) - F* &lt;= L |x_0 - x*|<sup>2</sup> / (2 k) for t = 1/L.
 *
 * <p>Daubechies, Defrise and De Mol 2004, An iterative thresholding algorithm for linear inverse problems with a sparsity
 * constraint; the rate from Beck and Teboulle 2009, theorem 3.1.
 *
 * @param f the smooth part
 * @param g the part with a proximal map, on the same space
 * @param step t, positive; at most 1/L for the rate, below 2/L to converge
 */
public record Ista(Differentiable f, Proximable g, double step) implements Iteration<Ista.State> {
    /** @throws IllegalArgumentException if the spaces differ or the step is not positive and finite */
    public Ista {
        f.domain().requireShape("the domain of g", g.domain());
        GradientDescent.requireStep(step);
    }

    /** With the step 1/L. */
    public Ista(Differentiable f, Proximable g) {
        this(f, g, GradientDescent.stepOf(f));
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] gradient;

        private State(float[] x0) {
            x = x0.clone();
            last = x0.clone();
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
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        f.gradient(s.x, s.gradient);
        Vectors.add(-step, s.gradient, s.x);
        g.prox(s.x, step, s.x);
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
    }
}
