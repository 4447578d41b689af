package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Zero;

/**
 * The alternating direction method of multipliers for
 *
 * <pre>min_x 1/2 |A x - b|<sup>2</sup> + sum_i f_i(K_i x),</pre>
 *
 * split as z_i = K_i x, with scaled dual variables u_i and penalty rho:
 *
 * <pre>
 * x'   = argmin 1/2 |A x - b|<sup>2</sup> + rho/2 sum_i |K_i x - z_i + u_i|<sup>2</sup>
 * z_i' = prox_{f_i / rho}(K_i x' + u_i)
 * u_i' = u_i + K_i x' - z_i'
 * </pre>
 *
 * with K_i x' over-relaxed by 1.6. The first line is a linear system, solved by some conjugate gradients from the last x.
 * Where the penalty is adapted, rho is doubled or halved every ten of the first 200 iterations where the primal and dual
 * residuals differ by more than a factor of 5, and fixed from then on.
 *
 * <p>Boyd, Parikh, Chu, Peleato and Eckstein 2011, Distributed optimization and statistical learning via the alternating
 * direction method of multipliers, sections 3.1 to 3.4.
 *
 * @param fit the data fidelity
 * @param terms at least one
 * @param penalty rho at the start, positive
 * @param innerIterations conjugate gradients in each iteration at most, at least 1
 * @param innerTolerance residual of the linear system, relative to that at the last x, at which they end; 0 for all of them
 * @param adapted whether the penalty is improved on the way
 */
public record Admm(
        LeastSquares fit, List<Term> terms, double penalty, int innerIterations, double innerTolerance, boolean adapted)
        implements Iteration<Admm.State> {
    private static final double RELAXATION = 1.6;
    private static final int BALANCE_EVERY = 10;
    private static final int BALANCE_UNTIL = 200;
    private static final double IMBALANCE = 5;

    /** With all inner iterations, and an adapted penalty. */
    public Admm(LeastSquares fit, List<Term> terms, double penalty, int innerIterations) {
        this(fit, terms, penalty, innerIterations, 0, true);
    }

    /** With an adapted penalty. */
    public Admm(LeastSquares fit, List<Term> terms, double penalty, int innerIterations, double innerTolerance) {
        this(fit, terms, penalty, innerIterations, innerTolerance, true);
    }

    /** @throws IllegalArgumentException if there is no term, a domain differs, or a number is not positive */
    public Admm {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        for (Term term : terms) {
            fit.domain().requireShape("the domain of a term", term.operator().domain());
        }
        if (!(penalty > 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty is " + penalty + ", but must be positive and finite");
        }
        if (innerIterations < 1) {
            throw new IllegalArgumentException("innerIterations is " + innerIterations + ", but must be at least 1");
        }
        if (!(innerTolerance >= 0 && innerTolerance < 1)) {
            throw new IllegalArgumentException(
                    "innerTolerance is " + innerTolerance + ", but must lie between 0 and 1");
        }
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] atb;
        private final float[][] z;
        private final float[][] zLast;
        private final float[][] u;
        private final float[][] kx;
        private final LinearOperator gram;
        private final float[] r;
        private final float[] p;
        private final float[] q;
        private final float[] part;
        private double rho;
        private int iteration;
        private int measuredAt = -1;
        private double primal = Double.POSITIVE_INFINITY;
        private double dual = Double.POSITIVE_INFINITY;

        private State(LeastSquares fit, List<Term> terms, float[] x0, double rho) {
            Space domain = fit.domain();
            x = x0.clone();
            atb = fit.operator().adjoint(fit.data());
            z = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
            zLast = Arrays.stream(z).map(float[]::clone).toArray(float[][]::new);
            u = Arrays.stream(z).map(v -> new float[v.length]).toArray(float[][]::new);
            kx = Arrays.stream(z).map(float[]::clone).toArray(float[][]::new);
            gram = fit.operator().gram();
            r = domain.zeros();
            p = domain.zeros();
            q = domain.zeros();
            part = domain.zeros();
            this.rho = rho;
        }

        /** The penalty rho in use. */
        public double penalty() {
            return rho;
        }

        /** The split variable of term {@code i}: a view. */
        public float[] split(int i) {
            return z[i];
        }
    }

    @Override
    public State start(float[] x0) {
        fit.domain().require("x0", x0);
        return new State(fit, terms, x0, penalty);
    }

    @Override
    public void step(State s) {
        solve(s);
        for (int i = 0; i < terms.size(); i++) {
            System.arraycopy(s.z[i], 0, s.zLast[i], 0, s.z[i].length);
            terms.get(i).operator().apply(s.x, s.kx[i]);
            // z holds the relaxed K x + u, then its proximal map; u the sum less that.
            Vectors.combine(RELAXATION, s.kx[i], 1 - RELAXATION, s.z[i], s.z[i]);
            Vectors.add(1, s.z[i], s.u[i]);
            terms.get(i).functional().at(s.iteration).prox(s.u[i], 1 / s.rho, s.z[i]);
            Vectors.add(-1, s.z[i], s.u[i]);
        }
        s.iteration++;
        boolean balance = adapted && s.iteration <= BALANCE_UNTIL && s.iteration % BALANCE_EVERY == 0;
        if (balance) {
            measure(s);
            if (s.primal > IMBALANCE * s.dual) {
                penalise(s, 2);
            } else if (s.dual > IMBALANCE * s.primal) {
                penalise(s, 0.5);
            }
        }
    }

    private void penalise(State s, double factor) {
        s.rho *= factor;
        for (float[] u : s.u) {
            Vectors.scale(1 / factor, u);
        }
    }

    /** Conjugate gradients for (A*A + rho sum K_i*K_i) x = A*b + rho sum K_i*(z_i - u_i), from the last x. */
    private void solve(State s) {
        System.arraycopy(s.atb, 0, s.r, 0, s.r.length);
        for (int i = 0; i < terms.size(); i++) {
            Vectors.combine(1, s.z[i], -1, s.u[i], s.kx[i]);
            terms.get(i).operator().adjoint(s.kx[i], s.part);
            Vectors.add(s.rho, s.part, s.r);
        }
        normal(s, s.x);
        Vectors.add(-1, s.q, s.r);
        System.arraycopy(s.r, 0, s.p, 0, s.r.length);
        double gamma = Vectors.normSquared(s.r);
        double enough = innerTolerance * innerTolerance * gamma;
        for (int k = 0; k < innerIterations && gamma > enough; k++) {
            normal(s, s.p);
            double curvature = Vectors.dot(s.p, s.q);
            if (!(curvature > 0)) {
                return;
            }
            double alpha = gamma / curvature;
            Vectors.add(alpha, s.p, s.x);
            Vectors.add(-alpha, s.q, s.r);
            double next = Vectors.normSquared(s.r);
            Vectors.combine(1, s.r, next / gamma, s.p, s.p);
            gamma = next;
        }
    }

    /** q = (A*A + rho sum K_i*K_i) v. */
    private void normal(State s, float[] v) {
        s.gram.apply(v, s.q);
        for (int i = 0; i < terms.size(); i++) {
            LinearOperator k = terms.get(i).operator();
            k.apply(v, s.kx[i]);
            k.adjoint(s.kx[i], s.part);
            Vectors.add(s.rho, s.part, s.q);
        }
    }

    /** The relative residuals |K x - z| / max(|K x|, |z|) and |K*(z - z_last)| / |K* u|, all terms together. */
    private void measure(State s) {
        if (s.measuredAt == s.iteration) {
            return;
        }
        s.measuredAt = s.iteration;
        double apart = 0;
        double kx = 0;
        double z = 0;
        Arrays.fill(s.r, 0);
        Arrays.fill(s.p, 0);
        for (int i = 0; i < terms.size(); i++) {
            LinearOperator k = terms.get(i).operator();
            apart += Vectors.distanceSquared(s.kx[i], s.z[i]);
            kx += Vectors.normSquared(s.kx[i]);
            z += Vectors.normSquared(s.z[i]);
            Vectors.combine(1, s.z[i], -1, s.zLast[i], s.zLast[i]);
            k.adjoint(s.zLast[i], s.part);
            Vectors.add(1, s.part, s.r);
            // u stays within f's subdifferential / rho, so K* u is the force that balances the data's.
            k.adjoint(s.u[i], s.part);
            Vectors.add(1, s.part, s.p);
        }
        double size = Math.sqrt(Math.max(kx, z));
        double force = Vectors.norm(s.p);
        double moved = Vectors.norm(s.r);
        s.primal = apart == 0 ? 0 : Math.sqrt(apart) / size;
        s.dual = moved == 0 ? 0 : moved / force;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The larger one of the relative primal and dual residuals. */
    @Override
    public double residual(State s) {
        measure(s);
        return Math.max(s.primal, s.dual);
    }

    /**
     * The duality gap of x, y_i = rho u_i and A x - b, the primal variable bounded to entries of magnitude at most twice the
     * largest one of the solution. Infinite while x breaks a constraint among the f_i; NaN where a functional does not know its
     * conjugate.
     */
    @Override
    public double gap(State s) {
        return s.iteration == 0
                ? Double.POSITIVE_INFINITY
                : DualityGap.ofFit(fit, new Zero(fit.domain()), terms, scaled(s.rho, s.u), s.x);
    }

    /** New arrays c u_i. */
    static float[][] scaled(double c, float[][] u) {
        float[][] y = new float[u.length][];
        for (int i = 0; i < u.length; i++) {
            y[i] = u[i].clone();
            Vectors.scale(c, y[i]);
        }
        return y;
    }

    /** The objective with each f_i at z_i, which obeys constraints that x meets only in the limit. */
    @Override
    public double objective(State s) {
        double sum = fit.value(s.x);
        for (int i = 0; i < terms.size(); i++) {
            sum += terms.get(i).functional().value(s.z[i]);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("innerIterations", innerIterations);
        c.same("innerTolerance", innerTolerance);
        c.same("adapted", adapted ? 1 : 0);
        c.array("x", s.x);
        c.arrays("z", s.z);
        c.arrays("u", s.u);
        s.iteration = (int) c.count("iteration", s.iteration);
        s.measuredAt = (int) c.count("measuredAt", s.measuredAt);
        s.rho = c.number("rho", s.rho);
        s.primal = c.number("primal", s.primal);
        s.dual = c.number("dual", s.dual);
    }
}
