package org.preimage.reconstruction.solver;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The linearised alternating direction method of multipliers for
 *
 * <pre>min_x g(x) + sum_i f_i(K_i x),</pre>
 *
 * split as z_i = K_i x, with scaled dual variables u_i and penalty rho. In place of the linear system of {@link Admm} there is
 * one gradient step:
 *
 * <pre>
 * x'   = prox_{mu g}(x - mu rho sum_i K_i* (K_i x - z_i + u_i))
 * z_i' = prox_{f_i / rho}(K_i x' + u_i)
 * u_i' = u_i + K_i x' - z_i'
 * </pre>
 *
 * with mu = 1 / (rho sum_i |K_i|<sup>2</sup>). The penalty is adapted every ten of the first 200 iterations by the square root
 * of the ratio of the relative residuals, at most tenfold each time, and fixed from then on.
 *
 * <p>Parikh and Boyd 2014, Proximal algorithms, section 4.4.2; Wohlberg 2017, ADMM penalty parameter selection by residual
 * balancing, for why the residuals must be relative ones.
 *
 * @param g a functional of the image itself
 * @param terms at least one, on the domain of g
 * @param penalty rho at the start, positive
 * @param adapted whether it is improved on the way
 */
public record LinearisedAdmm(Proximable g, List<Term> terms, double penalty, boolean adapted)
        implements Iteration<LinearisedAdmm.State> {
    private static final int BALANCE_EVERY = 10;
    private static final int BALANCE_UNTIL = 200;
    private static final double MOST = 10;

    /** @throws IllegalArgumentException if there is no term, a domain differs, or the penalty is not positive */
    public LinearisedAdmm {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        for (Term term : terms) {
            g.domain().requireShape("the domain of a term", term.operator().domain());
        }
        if (!(penalty > 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty is " + penalty + ", but must be positive and finite");
        }
    }

    /** All buffers of a run; K_i x - z_i + u_i, and then the change of K_i x less that of z_i, has the name "apart". */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] slope;
        private final float[] part;
        private final float[][] kx;
        private final float[][] z;
        private final float[][] u;
        private final float[][] apart;
        private final double squaredNorm;
        private double rho;
        private int iteration;
        private int measuredAt = -1;
        private double primal = Double.POSITIVE_INFINITY;
        private double dual = Double.POSITIVE_INFINITY;
        private double largest;

        private State(List<Term> terms, float[] x0, double rho) {
            x = x0.clone();
            last = x0.clone();
            slope = new float[x0.length];
            part = new float[x0.length];
            kx = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
            z = new float[kx.length][];
            u = new float[kx.length][];
            apart = new float[kx.length][];
            double squares = 0;
            for (int i = 0; i < kx.length; i++) {
                z[i] = kx[i].clone();
                u[i] = new float[kx[i].length];
                apart[i] = new float[kx[i].length];
                double norm = terms.get(i).operator().normBound();
                squares += norm * norm;
            }
            squaredNorm = squares > 0 ? squares : 1;
            this.rho = rho;
        }

        /** The penalty rho in use. */
        public double penalty() {
            return rho;
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        return new State(terms, x0, penalty);
    }

    @Override
    public void step(State s) {
        for (int i = 0; i < terms.size(); i++) {
            Vectors.combine(1, s.kx[i], -1, s.z[i], s.apart[i]);
            Vectors.add(1, s.u[i], s.apart[i]);
        }
        sumOfAdjoints(s.apart, s.slope, s.part);
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        Vectors.add(-1 / s.squaredNorm, s.slope, s.x);
        g.at(s.iteration).prox(s.x, 1 / (s.rho * s.squaredNorm), s.x);
        for (int i = 0; i < terms.size(); i++) {
            Vectors.combine(1, s.z[i], -1, s.kx[i], s.apart[i]);
            terms.get(i).operator().apply(s.x, s.kx[i]);
            // u holds K x + u, whose difference to its proximal map is the new u.
            Vectors.combine(1, s.kx[i], 1, s.u[i], s.u[i]);
            terms.get(i).functional().at(s.iteration).prox(s.u[i], 1 / s.rho, s.z[i]);
            Vectors.add(-1, s.z[i], s.u[i]);
            // The change of K x less that of z.
            Vectors.add(1, s.kx[i], s.apart[i]);
            Vectors.add(-1, s.z[i], s.apart[i]);
        }
        s.iteration++;
        if (adapted && s.iteration <= BALANCE_UNTIL && s.iteration % BALANCE_EVERY == 0) {
            measure(s);
            double factor = Math.sqrt(s.primal / s.dual);
            if (factor > 0 && Double.isFinite(factor)) {
                penalise(s, Math.min(MOST, Math.max(1 / MOST, factor)));
            }
        }
    }

    private static void penalise(State s, double factor) {
        s.rho *= factor;
        for (float[] u : s.u) {
            Vectors.scale(1 / factor, u);
        }
    }

    private void sumOfAdjoints(float[][] y, float[] out, float[] part) {
        for (int i = 0; i < y.length; i++) {
            LinearOperator k = terms.get(i).operator();
            k.adjoint(y[i], i == 0 ? out : part);
            if (i > 0) {
                Vectors.add(1, part, out);
            }
        }
    }

    /**
     * The relative residuals, all terms together: |K x - z| over the largest of |K x| and |z| so far, and what is left of the
     * slope at x, |N (x_last - x) + K*(K (x - x_last) - (z - z_last))| / |K* u| with N = sum_i |K_i|^2. Without the first part it
     * would vanish where no z moves, and tell nothing of a penalty that is too small.
     */
    private void measure(State s) {
        if (s.measuredAt == s.iteration) {
            return;
        }
        s.measuredAt = s.iteration;
        double apart = 0;
        double kx = 0;
        double z = 0;
        for (int i = 0; i < terms.size(); i++) {
            apart += Vectors.distanceSquared(s.kx[i], s.z[i]);
            kx += Vectors.normSquared(s.kx[i]);
            z += Vectors.normSquared(s.z[i]);
        }
        s.largest = Math.max(s.largest, Math.sqrt(Math.max(kx, z)));
        sumOfAdjoints(s.apart, s.slope, s.part);
        Vectors.add(s.squaredNorm, s.last, s.slope);
        Vectors.add(-s.squaredNorm, s.x, s.slope);
        double left = Vectors.norm(s.slope);
        sumOfAdjoints(s.u, s.slope, s.part);
        double force = Vectors.norm(s.slope);
        s.primal = apart == 0 ? 0 : Math.sqrt(apart) / s.largest;
        s.dual = left == 0 ? 0 : left / force;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The larger one of the relative primal and dual residuals. */
    @Override
    public double residual(State s) {
        if (s.iteration == 0) {
            return Double.POSITIVE_INFINITY;
        }
        measure(s);
        return Math.max(s.primal, s.dual);
    }

    /**
     * The duality gap of x and y_i = rho u_i, the primal variable bounded to entries of magnitude at most twice the largest one of
     * the solution. Infinite while x breaks a constraint among the f_i; NaN where a functional does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        return s.iteration == 0 ? Double.POSITIVE_INFINITY : DualityGap.of(g, terms, Admm.scaled(s.rho, s.u), s.x);
    }

    /** The objective with each f_i at z_i, which obeys constraints that K_i x meets only in the limit. */
    @Override
    public double objective(State s) {
        double sum = g.value(s.x);
        for (int i = 0; i < terms.size(); i++) {
            sum += terms.get(i).functional().value(s.z[i]);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("adapted", adapted ? 1 : 0);
        c.array("x", s.x);
        c.array("last", s.last);
        c.arrays("kx", s.kx);
        c.arrays("z", s.z);
        c.arrays("u", s.u);
        c.arrays("apart", s.apart);
        s.rho = c.number("rho", s.rho);
        s.largest = c.number("largest", s.largest);
        s.primal = c.number("primal", s.primal);
        s.dual = c.number("dual", s.dual);
        s.iteration = (int) c.count("iteration", s.iteration);
        s.measuredAt = (int) c.count("measuredAt", s.measuredAt);
    }
}
