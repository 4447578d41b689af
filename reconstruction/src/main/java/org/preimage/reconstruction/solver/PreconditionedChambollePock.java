package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.DiagonalProximable;

/**
 * The primal-dual method of Chambolle and Pock for
 *
 * <pre>min_x g(x) + sum_i f_i(K_i x),</pre>
 *
 * with a step for each entry of x and of the y_i, from the sums of columns and rows of the operators' magnitudes:
 *
 * <pre>
 * 1 / T     = omega<sup>-1</sup> sum_i |K_i|* 1
 * 1 / S_i   = omega |K_i| 1
 * x'   = prox_{T g}(x - T sum_i K_i* y_i)
 * y_i' = prox_{S_i f_i*}(y_i + S_i K_i (2 x' - x))
 * (x, y) += rho ((x', y') - (x, y))
 * </pre>
 *
 * which needs no operator norm and converges for all K, however differently its rows and columns are scaled. An operator that does
 * not know its {@link LinearOperator#magnitudes magnitudes} counts with its norm for both sums. The primal weight omega is adapted
 * as by {@link ChambollePock}.
 *
 * <p>Pock and Chambolle 2011, Diagonal preconditioning for first order primal-dual algorithms in convex optimization, ICCV, with
 * alpha = 1.
 */
public final class PreconditionedChambollePock implements Iteration<PreconditionedChambollePock.State> {
    private static final double DISTANCE_FACTOR = 0.4;
    private static final int FIRST_UPDATE = 10;
    private static final int LAST_UPDATE = 320;
    private static final int BLOCK = 1 << 14;

    private final DiagonalProximable g;
    private final List<Term> terms;
    private final List<DiagonalProximable> functionals;
    private final double relaxation;
    private final double startWeight;
    private final boolean adapts;
    private final float[] columns;
    private final float[][] steps;

    private PreconditionedChambollePock(
            DiagonalProximable g,
            List<Term> terms,
            List<DiagonalProximable> functionals,
            double relaxation,
            double startWeight,
            boolean adapts,
            float[] columns,
            float[][] steps) {
        this.g = g;
        this.terms = terms;
        this.functionals = functionals;
        this.relaxation = relaxation;
        this.startWeight = startWeight;
        this.adapts = adapts;
        this.columns = columns;
        this.steps = steps;
    }

    /**
     * The method with rho = 1.9 and omega = 1 at the start, adapted as it goes. Sums rows and columns.
     *
     * @param g a functional of the image itself
     * @param terms at least one, on the domain of g, with functionals that are {@link DiagonalProximable}
     * @throws IllegalArgumentException if there is no term, the domains differ, or a functional takes no diagonal steps
     */
    public PreconditionedChambollePock(DiagonalProximable g, List<Term> terms) {
        this(g, List.copyOf(terms), diagonal(terms), 1.9, 1, true, g.domain().zeros(), new float[terms.size()][]);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        for (int i = 0; i < steps.length; i++) {
            LinearOperator k = terms.get(i).operator();
            g.domain().requireShape("the domain of term " + i, k.domain());
            Optional<LinearOperator> magnitudes = k.magnitudes();
            float[] rows = new float[k.range().length()];
            float[] sums = new float[columns.length];
            if (magnitudes.isPresent()) {
                float[] ones = new float[columns.length];
                Arrays.fill(ones, 1);
                magnitudes.get().apply(ones, rows);
                float[] others = new float[rows.length];
                Arrays.fill(others, 1);
                magnitudes.get().adjoint(others, sums);
            } else {
                Arrays.fill(rows, (float) k.normBound());
                Arrays.fill(sums, (float) k.normBound());
            }
            Vectors.add(1, sums, columns);
            steps[i] = inverse(rows);
            functionals.get(i).lower(steps[i]);
        }
        System.arraycopy(inverse(columns), 0, columns, 0, columns.length);
        g.lower(columns);
    }

    private static List<DiagonalProximable> diagonal(List<Term> terms) {
        return terms.stream()
                .map(t -> {
                    if (t.functional() instanceof DiagonalProximable f) {
                        return f;
                    }
                    throw new IllegalArgumentException("the functional of a term is "
                            + t.functional().getClass().getSimpleName()
                            + ", but preconditioning needs one whose proximal map takes a step for each entry");
                })
                .toList();
    }

    /** 1 / x_i, and 1 where a row or column is empty: nothing depends on it. */
    private static float[] inverse(float[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] > 0 ? 1 / x[i] : 1;
        }
        return out;
    }

    /**
     * The same with another relaxation.
     *
     * @param rho above 0 and below 2; 1 is the plain method
     */
    public PreconditionedChambollePock relaxed(double rho) {
        if (!(rho > 0 && rho < 2)) {
            throw new IllegalArgumentException("relaxation is " + rho + ", but must lie between 0 and 2");
        }
        return new PreconditionedChambollePock(g, terms, functionals, rho, startWeight, adapts, columns, steps);
    }

    /**
     * The same with another primal weight.
     *
     * @param omega positive
     * @param adapted whether it is only the start and improved on the way
     */
    public PreconditionedChambollePock weighted(double omega, boolean adapted) {
        if (!(omega > 0) || Double.isInfinite(omega)) {
            throw new IllegalArgumentException("omega is " + omega + ", but must be positive and finite");
        }
        return new PreconditionedChambollePock(g, terms, functionals, relaxation, omega, adapted, columns, steps);
    }

    /** All buffers of a run. A prime in the formulas is "next" in the names. */
    public static final class State {
        private final float[] start;
        private final float[] x;
        private final float[] xNext;
        private final float[] kty;
        private final float[] ktyNext;
        private final float[] part;
        private final float[] tau;
        private final float[][] sigma;
        private final float[][] y;
        private final float[][] yNext;
        private final float[][] kx;
        private final float[][] kxNext;
        private double omega;
        private int iteration;

        private State(Space domain, List<Term> terms, float[] x0, double omega) {
            start = x0.clone();
            x = x0.clone();
            xNext = x0.clone();
            kty = domain.zeros();
            ktyNext = domain.zeros();
            part = domain.zeros();
            tau = domain.zeros();
            sigma = ranges(terms);
            y = ranges(terms);
            yNext = ranges(terms);
            kx = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
            kxNext = terms.stream().map(t -> t.operator().apply(x0)).toArray(float[][]::new);
            this.omega = omega;
        }

        private static float[][] ranges(List<Term> terms) {
            return terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
        }

        /** The dual variable of term {@code i}, unrelaxed: a view. */
        public float[] dual(int i) {
            return yNext[i];
        }

        /** The primal weight omega in use. */
        public double primalWeight() {
            return omega;
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        State s = new State(g.domain(), terms, x0, startWeight);
        scale(s);
        return s;
    }

    private void scale(State s) {
        Vectors.combine(s.omega, columns, 0, columns, s.tau);
        for (int i = 0; i < steps.length; i++) {
            Vectors.combine(1 / s.omega, steps[i], 0, steps[i], s.sigma[i]);
        }
    }

    @Override
    public void step(State s) {
        descend(s.x, s.tau, s.kty, s.xNext);
        g.prox(s.xNext, s.tau, s.xNext);
        for (int i = 0; i < steps.length; i++) {
            LinearOperator k = terms.get(i).operator();
            k.apply(s.xNext, s.kxNext[i]);
            ascend(functionals.get(i), s, i);
            k.adjoint(s.yNext[i], i == 0 ? s.ktyNext : s.part);
            if (i > 0) {
                Vectors.add(1, s.part, s.ktyNext);
            }
        }
        relax(s.x, s.xNext);
        relax(s.kty, s.ktyNext);
        for (int i = 0; i < steps.length; i++) {
            relax(s.y[i], s.yNext[i]);
            relax(s.kx[i], s.kxNext[i]);
        }
        s.iteration++;
        int power = s.iteration / FIRST_UPDATE;
        if (adapts && s.iteration <= LAST_UPDATE && s.iteration % FIRST_UPDATE == 0 && (power & (power - 1)) == 0) {
            adapt(s);
        }
    }

    /** out = x - T K* y. */
    private static void descend(float[] x, float[] tau, float[] kty, float[] out) {
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = x[i] - tau[i] * kty[i];
            }
        });
    }

    private static void ascend(DiagonalProximable f, State s, int k) {
        float[] y = s.y[k];
        float[] sigma = s.sigma[k];
        float[] next = s.kxNext[k];
        float[] last = s.kx[k];
        float[] out = s.yNext[k];
        Parallel.ranges(y.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = y[i] + sigma[i] * (2 * next[i] - last[i]);
            }
        });
        f.proxConjugate(out, sigma, out);
    }

    private void relax(float[] v, float[] next) {
        Vectors.combine(relaxation, next, 1 - relaxation, v, v);
    }

    /** omega goes half of the way, in logarithms, to the ratio of the distances covered, measured by the steps. */
    private void adapt(State s) {
        double primal = distance(s.x, s.start, columns);
        double dual = 0;
        for (int i = 0; i < steps.length; i++) {
            dual += distance(s.y[i], null, steps[i]);
        }
        double ratio = DISTANCE_FACTOR * Math.sqrt(primal / dual);
        if (ratio > 1e-15 && ratio < 1e15) {
            s.omega = Math.sqrt(s.omega * ratio);
            scale(s);
        }
    }

    /** sum (a_i - b_i)^2 / step_i. */
    private static double distance(float[] a, float[] b, float[] step) {
        return Vectors.sum(a.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double d = b == null ? a[i] : a[i] - b[i];
                sum += d * d / step[i];
            }
            return sum;
        });
    }

    @Override
    public float[] solution(State s) {
        return s.xNext;
    }

    /**
     * The duality gap (P - D) / max(|P|, |D|) of x' and y', the primal variable bounded to entries of magnitude at most twice the
     * largest one of the solution. Infinite while the solution breaks a constraint among the f_i; NaN where a functional does
     * not know its conjugate.
     */
    @Override
    public double residual(State s) {
        double primal = objective(s);
        if (s.iteration == 0 || primal == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        double dual = 0;
        for (int i = 0; i < steps.length; i++) {
            dual -= functionals.get(i).conjugateValue(s.yNext[i]);
        }
        return DualityGap.relative(primal, dual + DualityGap.dualOf(g, s.xNext, s.ktyNext));
    }

    /** The {@link #residual}, which is the gap. */
    @Override
    public double gap(State s) {
        return residual(s);
    }

    @Override
    public double objective(State s) {
        double sum = g.value(s.xNext);
        for (int i = 0; i < steps.length; i++) {
            sum += functionals.get(i).value(s.kxNext[i]);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("relaxation", relaxation);
        c.same("columns", columns);
        c.array("start", s.start);
        c.array("x", s.x);
        c.array("xNext", s.xNext);
        c.array("kty", s.kty);
        c.array("ktyNext", s.ktyNext);
        c.arrays("y", s.y);
        c.arrays("yNext", s.yNext);
        c.arrays("kx", s.kx);
        c.arrays("kxNext", s.kxNext);
        s.omega = c.number("omega", s.omega);
        s.iteration = (int) c.count("iteration", s.iteration);
        scale(s);
    }
}
