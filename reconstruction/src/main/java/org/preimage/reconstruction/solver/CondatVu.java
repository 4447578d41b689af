package org.preimage.reconstruction.solver;

import java.util.List;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Zero;

/**
 * The primal-dual method of Condat and Vu for
 *
 * <pre>min_x f(x) + sum_i h_i(K_i x),</pre>
 *
 * f smooth with Lipschitz constant L, by explicit gradients of f:
 *
 * <pre>
 * x'   = x - tau (grad f(x) + sum_i K_i* y_i)
 * y_i' = prox_{sigma h_i*}(y_i + sigma K_i (2 x' - x))
 * (x, y) += rho ((x', y') - (x, y))
 * </pre>
 *
 * with 1 / tau = L (1/2 + 1/4) + sigma sum_i |K_i|<sup>2</sup> and rho = 4/3, at the border of what theorem 3.1 allows. Where a
 * gradient of f costs about as much as A and A* for {@link ChambollePock}, but does not keep dual variables as large as the
 * data, this is faster.
 *
 * <p>Condat 2013, A primal-dual splitting method for convex optimization involving Lipschitzian, proximable and linear composite
 * terms, J. Optim. Theory Appl. 158; Vu 2013, A splitting algorithm for dual monotone inclusions involving cocoercive operators,
 * Adv. Comput. Math. 38.
 *
 * @param f the smooth part
 * @param terms at least one
 * @param dualStep sigma, positive: of the size of |y*| / |x*|
 */
public record CondatVu(Differentiable f, List<Term> terms, double dualStep) implements Iteration<CondatVu.State> {
    /** 2 - L/2 / (1 / tau - sigma |K|^2). */
    private static final double RELAXATION = 4.0 / 3;

    private static final double SMOOTH_SHARE = 0.75;

    /** @throws IllegalArgumentException if there is no term, a domain differs, or the step is not positive */
    public CondatVu {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        for (Term term : terms) {
            f.domain().requireShape("the domain of a term", term.operator().domain());
        }
        if (!(dualStep > 0) || Double.isInfinite(dualStep)) {
            throw new IllegalArgumentException("dualStep is " + dualStep + ", but must be positive and finite");
        }
    }

    /** All buffers of a run. A prime in the formulas is "next" in the names. */
    public static final class State {
        private final float[] x;
        private final float[] next;
        private final float[] gradient;
        private final float[] part;
        private final float[][] y;
        private final float[][] yNext;
        private final double tau;
        private int iteration;

        private State(float[] x0, List<Term> terms, double tau) {
            x = x0.clone();
            next = x0.clone();
            gradient = new float[x0.length];
            part = new float[x0.length];
            y = terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
            yNext = terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
            this.tau = tau;
        }

        /** The dual variable of term {@code i}: a view. */
        public float[] dual(int i) {
            return yNext[i];
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        double squares = 0;
        for (Term term : terms) {
            double norm = term.operator().normBound();
            squares += norm * norm;
        }
        double inverse = SMOOTH_SHARE * f.lipschitz() + dualStep * squares;
        return new State(x0, terms, inverse > 0 ? 1 / inverse : 1);
    }

    @Override
    public void step(State s) {
        f.gradient(s.x, s.gradient);
        for (int i = 0; i < terms.size(); i++) {
            terms.get(i).operator().adjoint(s.y[i], s.part);
            Vectors.add(1, s.part, s.gradient);
        }
        Vectors.combine(1, s.x, -s.tau, s.gradient, s.next);
        Vectors.combine(2, s.next, -1, s.x, s.part);
        for (int i = 0; i < terms.size(); i++) {
            Proximable h = terms.get(i).functional().at(s.iteration);
            terms.get(i).operator().apply(s.part, s.yNext[i]);
            Vectors.combine(dualStep, s.yNext[i], 1, s.y[i], s.yNext[i]);
            h.conjugate().prox(s.yNext[i], dualStep, s.yNext[i]);
            Vectors.combine(RELAXATION, s.yNext[i], 1 - RELAXATION, s.y[i], s.y[i]);
        }
        Vectors.combine(RELAXATION, s.next, 1 - RELAXATION, s.x, s.x);
        s.iteration++;
    }

    @Override
    public float[] solution(State s) {
        return s.next;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        // x holds its relaxed successor, which lies (rho - 1) (x' - x) beyond x'.
        return GradientDescent.relativeChange(s.next, s.x) / (RELAXATION - 1);
    }

    /**
     * Where f is a data fit 1/2 |A x - b|<sup>2</sup>, the duality gap of x', y_i' and A x' - b, the primal variable bounded to entries of
     * magnitude at most twice the largest one of the solution; NaN for other f, or where an h_i does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        return s.iteration == 0
                ? Double.POSITIVE_INFINITY
                : DualityGap.ofFit(f, new Zero(f.domain()), terms, s.yNext, s.next);
    }

    @Override
    public double objective(State s) {
        double sum = f.value(s.next);
        for (Term term : terms) {
            sum += term.functional().value(term.operator().apply(s.next));
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("dualStep", dualStep);
        c.same("tau", s.tau);
        c.array("x", s.x);
        c.array("next", s.next);
        c.arrays("y", s.y);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
