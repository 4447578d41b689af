package org.preimage.reconstruction.solver;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The primal-dual method of Chambolle and Pock for
 *
 * <pre>min_x g(x) + sum_i f_i(K_i x),</pre>
 *
 * accelerated where g is strongly convex with modulus mu, or all f_i* with delta (f_i smooth, with Lipschitz constant 1/delta).
 * With mu alone (their algorithm 2),
 *
 * <pre>
 * y_i'  = prox_{sigma f_i*}(y_i + sigma K_i (x + theta (x - x_last)))
 * x'    = prox_{tau g}(x - tau sum_i K_i* y_i')
 * theta' = 1 / sqrt(1 + 2 mu tau),  tau' = theta' tau,  sigma' = sigma / theta'
 * </pre>
 *
 * from tau sigma |K|<sup>2</sup> = 1, for which |x_k - x*|<sup>2</sup> falls as 1 / k<sup>2</sup>: for large k it is at most
 * (|x_0 - x*|<sup>2</sup> / tau_0<sup>2</sup> + |K|<sup>2</sup> |y*|<sup>2</sup>) / (mu k)<sup>2</sup>. With delta alone x and y
 * change their parts. With both, steps and theta stay the same, and convergence is linear with the factor 1 / (1 + m), m = 2
 * sqrt(mu delta) / |K| (algorithm 3). Steps are not shortened below mu tau = 1e-3, where float arithmetic would begin to lose them;
 * from there on it is the plain method.
 *
 * <p>Chambolle and Pock 2011, A first-order primal-dual algorithm for convex problems with applications to imaging, J. Math.
 * Imaging Vis. 40, theorems 2 and 3.
 *
 * @param g a functional of the image itself
 * @param terms at least one, on the domain of g
 * @param mu strong convexity of g, not negative
 * @param delta strong convexity of the f_i*, not negative; one of the two is positive
 * @param firstStep tau at the start, positive; without effect where both are positive
 */
public record AcceleratedChambollePock(Proximable g, List<Term> terms, double mu, double delta, double firstStep)
        implements Iteration<AcceleratedChambollePock.State> {
    private static final double SHORTEST = 1e-3;

    /** @throws IllegalArgumentException if there is no term, a domain differs, or a number is out of its range */
    public AcceleratedChambollePock {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        for (Term term : terms) {
            g.domain().requireShape("the domain of a term", term.operator().domain());
        }
        if (!(mu >= 0 && delta >= 0 && mu + delta > 0 && Double.isFinite(mu + delta))) {
            throw new IllegalArgumentException("mu and delta are " + mu + " and " + delta
                    + ", but must not be negative, and one of them positive");
        }
        GradientDescent.requireStep(firstStep);
    }

    /** For the strong convexity that g knows of itself, with tau = 1 at the start. */
    public AcceleratedChambollePock(Proximable g, List<Term> terms) {
        this(g, terms, g.strongConvexity(), 0, 1);
    }

    /** All buffers of a run. */
    public static final class State {
        private final List<Proximable> conjugates;
        private final float[] x;
        private float[] kty;
        private float[] ktyLast;
        private final float[] part;
        private final float[][] y;
        private float[][] kx;
        private float[][] kxLast;
        private double tau;
        private double sigma;
        private double theta;
        private int iteration;

        private State(Space domain, List<Term> terms, float[] x0) {
            conjugates = terms.stream().map(t -> t.functional().conjugate()).toList();
            x = x0.clone();
            kty = domain.zeros();
            ktyLast = domain.zeros();
            part = domain.zeros();
            y = terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
            kx = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
            kxLast = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
        }

        /** The dual variable of term {@code i}: a view. */
        public float[] dual(int i) {
            return y[i];
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        State s = new State(g.domain(), terms, x0);
        double squares = 0;
        for (Term term : terms) {
            double norm = term.operator().normBound();
            squares += norm * norm;
        }
        squares = squares > 0 ? squares : 1;
        if (mu > 0 && delta > 0) {
            double m = 2 * Math.sqrt(mu * delta / squares);
            s.tau = m / (2 * mu);
            s.sigma = m / (2 * delta);
            s.theta = 1 / (1 + m);
        } else {
            s.tau = firstStep;
            s.sigma = 1 / (firstStep * squares);
            s.theta = 1;
        }
        return s;
    }

    @Override
    public void step(State s) {
        if (mu > 0) {
            float[][] swap = s.kxLast;
            ascend(s, s.kx, s.kxLast);
            adjoint(s);
            descend(s, s.kty, s.kty);
            s.kxLast = s.kx;
            s.kx = swap;
            apply(s);
        } else {
            float[] swap = s.ktyLast;
            descend(s, s.kty, s.ktyLast);
            apply(s);
            ascend(s, s.kx, s.kx);
            s.ktyLast = s.kty;
            s.kty = swap;
            adjoint(s);
        }
        s.iteration++;
        if (delta == 0 && mu * s.tau <= SHORTEST || mu == 0 && delta * s.sigma <= SHORTEST) {
            s.theta = 1;
        } else if (delta == 0) {
            s.theta = 1 / Math.sqrt(1 + 2 * mu * s.tau);
            s.tau *= s.theta;
            s.sigma /= s.theta;
        } else if (mu == 0) {
            s.theta = 1 / Math.sqrt(1 + 2 * delta * s.sigma);
            s.sigma *= s.theta;
            s.tau /= s.theta;
        }
    }

    /** y = prox(y + sigma (now + theta (now - last))); without extrapolation where both are the same. */
    private void ascend(State s, float[][] now, float[][] last) {
        for (int i = 0; i < terms.size(); i++) {
            Vectors.add(s.sigma * (1 + s.theta), now[i], s.y[i]);
            Vectors.add(-s.sigma * s.theta, last[i], s.y[i]);
            s.conjugates.get(i).prox(s.y[i], s.sigma, s.y[i]);
        }
    }

    /** x = prox(x - tau (now + theta (now - last))). */
    private void descend(State s, float[] now, float[] last) {
        Vectors.add(-s.tau * (1 + s.theta), now, s.x);
        Vectors.add(s.tau * s.theta, last, s.x);
        g.at(s.iteration).prox(s.x, s.tau, s.x);
    }

    private void apply(State s) {
        for (int i = 0; i < terms.size(); i++) {
            terms.get(i).operator().apply(s.x, s.kx[i]);
        }
    }

    private void adjoint(State s) {
        for (int i = 0; i < terms.size(); i++) {
            LinearOperator k = terms.get(i).operator();
            k.adjoint(s.y[i], i == 0 ? s.kty : s.part);
            if (i > 0) {
                Vectors.add(1, s.part, s.kty);
            }
        }
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /**
     * The duality gap (P - D) / max(|P|, |D|), the primal variable bounded to entries of magnitude at most twice the largest
     * one of the solution. Infinite while the solution breaks a constraint among the f_i; NaN where a functional does not
     * know its conjugate.
     */
    @Override
    public double residual(State s) {
        double primal = objective(s);
        if (s.iteration == 0 || primal == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        double dual = 0;
        for (int i = 0; i < terms.size(); i++) {
            dual -= terms.get(i).functional().conjugateValue(s.y[i]);
        }
        return DualityGap.relative(primal, dual + DualityGap.dualOf(g, s.x, s.kty));
    }

    /** The {@link #residual}, which is the gap. */
    @Override
    public double gap(State s) {
        return residual(s);
    }

    @Override
    public double objective(State s) {
        double sum = g.value(s.x);
        for (int i = 0; i < terms.size(); i++) {
            sum += terms.get(i).functional().value(s.kx[i]);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("mu", mu);
        c.same("delta", delta);
        c.array("x", s.x);
        c.array("kty", s.kty);
        c.array("ktyLast", s.ktyLast);
        c.arrays("y", s.y);
        c.arrays("kx", s.kx);
        c.arrays("kxLast", s.kxLast);
        s.tau = c.number("tau", s.tau);
        s.sigma = c.number("sigma", s.sigma);
        s.theta = c.number("theta", s.theta);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
