package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Douglas and Rachford's splitting for min f(x) + g(x), both by their proximal maps:
 *
 * <pre>
 * x  = prox_{gamma f}(z)
 * y  = prox_{gamma g}(2 x - z)
 * z += rho (y - x)
 * </pre>
 *
 * It converges for every gamma and 0 &lt; rho &lt; 2, linearly where one of the two is smooth and strongly convex; gamma is best
 * of the size of |x| over that of a subgradient. Solutions are the y, which obey the constraints in g.
 *
 * <p>Lions and Mercier 1979, Splitting algorithms for the sum of two nonlinear operators, SIAM J. Numer. Anal. 16; Combettes and
 * Pesquet 2007, A Douglas-Rachford splitting approach to nonsmooth convex variational signal recovery, IEEE J. Sel. Top. Signal
 * Process. 1.
 *
 * @param f one part
 * @param g the other one, on the same space
 * @param gamma step, positive
 * @param relaxation rho, above 0 and below 2; 1 is the plain method
 */
public record DouglasRachford(Proximable f, Proximable g, double gamma, double relaxation)
        implements Iteration<DouglasRachford.State> {
    /** @throws IllegalArgumentException if the spaces differ or a number is out of its range */
    public DouglasRachford {
        f.domain().requireShape("the domain of g", g.domain());
        if (!(gamma > 0) || Double.isInfinite(gamma)) {
            throw new IllegalArgumentException("gamma is " + gamma + ", but must be positive and finite");
        }
        if (!(relaxation > 0 && relaxation < 2)) {
            throw new IllegalArgumentException("relaxation is " + relaxation + ", but must lie between 0 and 2");
        }
    }

    /** Without relaxation. */
    public DouglasRachford(Proximable f, Proximable g, double gamma) {
        this(f, g, gamma, 1);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] z;
        private final float[] x;
        private final float[] y;
        private int iteration;

        private State(float[] x0) {
            z = x0.clone();
            x = x0.clone();
            y = x0.clone();
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        f.at(s.iteration).prox(s.z, gamma, s.x);
        Vectors.combine(2, s.x, -1, s.z, s.y);
        g.at(s.iteration).prox(s.y, gamma, s.y);
        Vectors.add(relaxation, s.y, s.z);
        Vectors.add(-relaxation, s.x, s.z);
        s.iteration++;
    }

    @Override
    public float[] solution(State s) {
        return s.y;
    }

    /** |y - x| / |y|: zero only at a minimiser. */
    @Override
    public double residual(State s) {
        return s.iteration == 0 ? Double.POSITIVE_INFINITY : GradientDescent.relativeChange(s.y, s.x);
    }

    /**
     * The duality gap of y and u = (z - x) / gamma, a subgradient of f at x: of f(y) + g(y) and -f*(u) - g*(-u), the primal variable
     * bounded to entries of magnitude at most twice the largest one of y. NaN where f or g does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        if (s.iteration == 0) {
            return Double.POSITIVE_INFINITY;
        }
        // z holds its successor, which lies rho (y - x) beyond the z that x comes from.
        float[] u = s.z.clone();
        Vectors.add(-relaxation, s.y, u);
        Vectors.add(relaxation - 1, s.x, u);
        Vectors.scale(1 / gamma, u);
        return DualityGap.relative(objective(s), DualityGap.dualOf(g, s.y, u) - f.conjugateValue(u));
    }

    @Override
    public double objective(State s) {
        return f.value(s.y) + g.value(s.y);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("gamma", gamma);
        c.same("relaxation", relaxation);
        c.array("z", s.z);
        c.array("x", s.x);
        c.array("y", s.y);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
