package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Forward-backward splitting with relaxation for min f(x) + g(x), f smooth with Lipschitz constant L:
 *
 * <pre>
 * z  = prox_{t g}(x - t grad f(x))
 * x += rho (z - x)
 * </pre>
 *
 * It converges for 0 &lt; t &lt; 2/L and 0 &lt; rho &lt; 2 - t L / 2. With t = 1/L and rho = 1 it is {@link Ista}; longer steps
 * and over-relaxation are often faster, and it is linear where f or g is strongly convex. Solutions are the z, which obey the
 * constraints in g.
 *
 * <p>Combettes and Wajs 2005, Signal recovery by proximal forward-backward splitting, Multiscale Model. Simul. 4; the range of
 * rho from Combettes and Yamada 2015, Compositions and convex combinations of averaged nonexpansive operators.
 *
 * @param f the smooth part
 * @param g the part with a proximal map, on the same space
 * @param step t, positive, below 2/L
 * @param relaxation rho, positive, below 2 - t L / 2
 */
public record ForwardBackward(Differentiable f, Proximable g, double step, double relaxation)
        implements Iteration<ForwardBackward.State> {
    /** @throws IllegalArgumentException if the spaces differ or a number is out of its range */
    public ForwardBackward {
        f.domain().requireShape("the domain of g", g.domain());
        GradientDescent.requireStep(step);
        double most = 2 - step * f.lipschitz() / 2;
        if (!(relaxation > 0 && relaxation < most && most > 1)) {
            throw new IllegalArgumentException("step and relaxation are " + step + " and " + relaxation
                    + ", but must be positive and below 2/L = " + 2 / f.lipschitz() + " and 2 - step L/2 = " + most);
        }
    }

    /** With t = 1.5/L and rho = 1.2. */
    public ForwardBackward(Differentiable f, Proximable g) {
        this(f, g, 1.5 * GradientDescent.stepOf(f), 1.2);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] z;
        private final float[] gradient;
        private double moved = Double.POSITIVE_INFINITY;
        private int iteration;

        private State(float[] x0) {
            x = x0.clone();
            z = x0.clone();
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
        f.gradient(s.x, s.gradient);
        Vectors.combine(1, s.x, -step, s.gradient, s.z);
        g.at(s.iteration++).prox(s.z, step, s.z);
        s.moved = Math.sqrt(Vectors.distanceSquared(s.z, s.x));
        Vectors.combine(relaxation, s.z, 1 - relaxation, s.x, s.x);
    }

    @Override
    public float[] solution(State s) {
        return s.z;
    }

    /** |z - x| / |z| of the last step. */
    @Override
    public double residual(State s) {
        return s.moved == 0 ? 0 : s.moved / Vectors.norm(s.z);
    }

    /**
     * Where f is a data fit 1/2 |A x - b|<sup>2</sup>, the duality gap of x and A x - b, the primal variable bounded to entries of magnitude at
     * most twice the largest one of the solution; NaN for other f, or where g does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        return DualityGap.ofFit(f, g, s.z);
    }

    @Override
    public double objective(State s) {
        return f.value(s.z) + g.value(s.z);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.same("relaxation", relaxation);
        c.array("x", s.x);
        c.array("z", s.z);
        s.moved = c.number("moved", s.moved);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
