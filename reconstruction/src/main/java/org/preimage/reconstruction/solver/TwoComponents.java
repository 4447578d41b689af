package org.preimage.reconstruction.solver;

import java.util.Arrays;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/**
 * A sum of two components with a prior each, min over u, v of f(u + v) + g(u) + h(v), by the proximal gradient method for the
 * pair (u, v):
 *
 * <pre>
 * u' = prox_{t g}(u - t grad f(u + v))
 * v' = prox_{t h}(v - t grad f(u + v))
 * </pre>
 *
 * It is the iterative soft-thresholding of Otazo, Candes and Sodickson 2015, Low-rank plus sparse matrix decomposition for
 * accelerated dynamic MRI, Magn. Reson. Med. 73, if t = 1, g is the nuclear norm and h sparsity in time. The gradient with
 * respect to the pair changes by up to 2 L, twice as much as that of f: steps below 1/L converge. With {@code momentum}, the
 * step is at most 1/(2 L), and the extrapolation and restarts of {@link Fista} are added.
 *
 * @param f the smooth part
 * @param g of the first component, on the same space
 * @param h of the second component, on the same space
 * @param step t, positive; below 1/L, at most 1/(2 L) with momentum
 * @param momentum whether to extrapolate
 */
public record TwoComponents(Differentiable f, Proximable g, Proximable h, double step, boolean momentum)
        implements Iteration<TwoComponents.State> {
    /** @throws IllegalArgumentException if the spaces differ or the step is not positive and finite */
    public TwoComponents {
        f.domain().requireShape("the domain of g", g.domain());
        f.domain().requireShape("the domain of h", h.domain());
        GradientDescent.requireStep(step);
    }

    /** With momentum and the step 1/(2 L). */
    public TwoComponents(Differentiable f, Proximable g, Proximable h) {
        this(f, g, h, 0.5 * GradientDescent.stepOf(f), true);
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] sum;
        private final float[] last;
        private final float[] gradient;
        private final float[] first;
        private final float[] second;
        private final float[] firstPoint;
        private final float[] secondPoint;
        private final float[] firstLast;
        private final float[] secondLast;
        private final Momentum momentum = new Momentum();

        private State(float[] x0) {
            sum = x0.clone();
            last = x0.clone();
            gradient = new float[x0.length];
            first = x0.clone();
            second = new float[x0.length];
            firstPoint = x0.clone();
            secondPoint = new float[x0.length];
            firstLast = new float[x0.length];
            secondLast = new float[x0.length];
        }
    }

    /** Begins with u = x0 and v = 0. */
    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.sum, 0, s.last, 0, s.sum.length);
        System.arraycopy(s.first, 0, s.firstLast, 0, s.first.length);
        System.arraycopy(s.second, 0, s.secondLast, 0, s.second.length);
        Vectors.combine(1, s.firstPoint, 1, s.secondPoint, s.sum);
        f.gradient(s.sum, s.gradient);
        Vectors.combine(1, s.firstPoint, -step, s.gradient, s.first);
        Vectors.combine(1, s.secondPoint, -step, s.gradient, s.second);
        g.prox(s.first, step, s.first);
        h.prox(s.second, step, s.second);
        double extrapolation = 0;
        if (momentum) {
            double uphill = Momentum.uphill(s.firstPoint, s.first, s.firstLast)
                    + Momentum.uphill(s.secondPoint, s.second, s.secondLast);
            extrapolation = s.momentum.next(uphill > 0);
        }
        Vectors.combine(1 + extrapolation, s.first, -extrapolation, s.firstLast, s.firstPoint);
        Vectors.combine(1 + extrapolation, s.second, -extrapolation, s.secondLast, s.secondPoint);
        Vectors.combine(1, s.first, 1, s.second, s.sum);
    }

    /** u + v. */
    @Override
    public float[] solution(State s) {
        return s.sum;
    }

    /** A copy of u. */
    public float[] first(State s) {
        return Arrays.copyOf(s.first, s.first.length);
    }

    /** A copy of v. */
    public float[] second(State s) {
        return Arrays.copyOf(s.second, s.second.length);
    }

    /** The relative change of u + v in the last step. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.sum, s.last);
    }

    @Override
    public double objective(State s) {
        return f.value(s.sum) + g.value(s.first) + h.value(s.second);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.array("sum", s.sum);
        c.array("last", s.last);
        c.array("first", s.first);
        c.array("second", s.second);
        c.array("firstPoint", s.firstPoint);
        c.array("secondPoint", s.secondPoint);
        s.momentum.persist(c);
    }
}
