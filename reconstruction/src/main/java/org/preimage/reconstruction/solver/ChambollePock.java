package org.preimage.reconstruction.solver;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Pointwise;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The primal-dual method of Chambolle and Pock for
 *
 * <pre>min_x g(x) + sum_i f_i(K_i x),</pre>
 *
 * over-relaxed as by Condat:
 *
 * <pre>
 * x'   = prox_{tau g}(x - tau sum_i K_i* y_i)
 * y_i' = prox_{sigma_i f_i*}(y_i + sigma_i K_i (2 x' - x))
 * (x, y) += rho ((x', y') - (x, y))
 * </pre>
 *
 * <p>Chambolle and Pock 2011, A first-order primal-dual algorithm for convex problems with applications to imaging;
 * Condat 2013, A primal-dual splitting method for convex optimization involving Lipschitzian, proximable and linear
 * composite terms.
 *
 * <p>Steps: tau = omega / L and sigma_i = 1 / (omega L s_i<sup>2</sup>), where s_i = |K_i| scales the blocks to equal
 * norm and L is the norm of the stacked K_i / s_i, often near 1. The primal weight omega matters more than anything
 * else: the best is of the size of |x* - x_0| / |y* - y_0| with y in the scaled blocks (Applegate et al. 2021, Practical
 * large-scale linear programming using primal-dual hybrid gradient). It is estimated anew from the distances covered
 * after 10, 20, 40, ... 320 iterations, half of the way in logarithms each time, and fixed from then on, so that the
 * theory of convergence holds.
 *
 * <p>Solutions are the unrelaxed x', which obey the constraints in g; K x and K* y are carried along, so that objective
 * and gap cost no further application of an operator that is not local.
 *
 * <p>Where g acts on each pixel by itself, its step, relaxation and the means are one pass over memory, into which the first term is
 * drawn that offers a {@link org.preimage.reconstruction.functional.DualSweep}, as total variation does, and all terms of the identity.
 */
public final class ChambollePock implements Iteration<ChambollePock.State> {
    /** What the distances overestimate the best weight by; measured on tomography with total variation. */
    private static final double DISTANCE_FACTOR = 0.4;

    private static final int FIRST_UPDATE = 10;
    private static final int LAST_UPDATE = 320;
    private static final double NORM_MARGIN = 1.02;

    private final Proximable g;
    private final List<Term> terms;
    private final double relaxation;
    private final double startWeight;
    private final boolean adapts;
    private final double[] scales;
    private final double stackNorm;

    private ChambollePock(
            Proximable g,
            List<Term> terms,
            double relaxation,
            double startWeight,
            boolean adapts,
            double[] scales,
            double stackNorm) {
        this.g = g;
        this.terms = terms;
        this.relaxation = relaxation;
        this.startWeight = startWeight;
        this.adapts = adapts;
        this.scales = scales;
        this.stackNorm = stackNorm;
    }

    /**
     * The method with rho = 1.9 and omega = 1 at the start, adapted as it goes. Computes the operators' norms.
     *
     * @param g a functional of the image itself
     * @param terms at least one, on the domain of g
     * @throws IllegalArgumentException if there is no term or the domains differ
     */
    public ChambollePock(Proximable g, List<Term> terms) {
        this(g, List.copyOf(terms), 1.9, 1, true, new double[terms.size()], stack(g, terms));
        for (int i = 0; i < scales.length; i++) {
            scales[i] = scale(terms.get(i));
        }
    }

    private static double scale(Term term) {
        double norm = term.operator().norm();
        return norm > 0 ? norm : 1;
    }

    private static double stack(Proximable g, List<Term> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        LinearOperator[] scaled = new LinearOperator[terms.size()];
        for (int i = 0; i < scaled.length; i++) {
            g.domain()
                    .requireShape(
                            "the domain of term " + i, terms.get(i).operator().domain());
            scaled[i] = terms.get(i).operator().scaled(1 / scale(terms.get(i)));
        }
        double norm = scaled.length == 1 ? 1 : LanczosNorm.of(LinearOperator.stacked(scaled));
        return NORM_MARGIN * Math.max(1, norm);
    }

    /**
     * The same with another relaxation.
     *
     * @param rho above 0 and below 2; 1 is the plain method
     */
    public ChambollePock relaxed(double rho) {
        if (!(rho > 0 && rho < 2)) {
            throw new IllegalArgumentException("relaxation is " + rho + ", but must lie between 0 and 2");
        }
        return new ChambollePock(g, terms, rho, startWeight, adapts, scales, stackNorm);
    }

    /**
     * The same with another primal weight.
     *
     * @param omega positive
     * @param adapted whether it is only the start and improved on the way
     */
    public ChambollePock weighted(double omega, boolean adapted) {
        if (!(omega > 0) || Double.isInfinite(omega)) {
            throw new IllegalArgumentException("omega is " + omega + ", but must be positive and finite");
        }
        return new ChambollePock(g, terms, relaxation, omega, adapted, scales, stackNorm);
    }

    /**
     * The same steps for other functionals of the same operators.
     *
     * @param functionals one for each term
     */
    public ChambollePock with(List<? extends Proximable> functionals) {
        if (functionals.size() != terms.size()) {
            throw new IllegalArgumentException(
                    "there are " + functionals.size() + " functionals, but " + terms.size() + " are needed");
        }
        List<Term> others = new ArrayList<>();
        for (int i = 0; i < functionals.size(); i++) {
            others.add(new Term(terms.get(i).operator(), functionals.get(i)));
        }
        return new ChambollePock(g, List.copyOf(others), relaxation, startWeight, adapts, scales, stackNorm);
    }

    /** The terms, in order. */
    public List<Term> terms() {
        return terms;
    }

    /** The norm s_i by which the dual variable of term {@code i} is scaled where primal and dual sizes are compared. */
    public double scale(int i) {
        return scales[i];
    }

    /** All buffers of a run. A prime in the formulas is "next" in the names. */
    public static final class State {
        private final List<DualVariable> duals = new ArrayList<>();
        private final List<DualVariable> separate;
        private final List<DualVariable> pixels;
        private final DualVariable swept;
        private final float[] start;
        private final float[] x;
        private final float[] xNext;
        private final float[] z;
        private final float[] zSum;
        private final float[] part;
        private int summed;
        private double omega;
        private int iteration;
        private int evaluatedAt = -1;
        private double primal = Double.NaN;
        private double dual = Double.NaN;

        private State(Proximable g, List<Term> terms, double[] scales, float[] x0, double omega) {
            boolean pieces = g instanceof Pointwise;
            DualVariable first = null;
            for (int i = 0; i < scales.length; i++) {
                DualVariable dual = new DualVariable(terms.get(i), scales[i], pieces, first == null);
                first = dual.sweep() == null ? first : dual;
                duals.add(dual);
            }
            swept = first;
            separate = duals.stream().filter(DualVariable::separate).toList();
            pixels = duals.stream().filter(DualVariable::pixelwise).toList();
            start = x0.clone();
            x = x0.clone();
            xNext = x0.clone();
            z = separate.isEmpty() && pieces ? null : g.domain().zeros();
            zSum = z == null ? null : g.domain().zeros();
            part = g.domain().zeros();
            this.omega = omega;
        }

        /** The image, unrelaxed: a view. */
        public float[] image() {
            return xNext;
        }

        /** The dual variable of term {@code i}, a view: unrelaxed where that is kept, as where operators are not local. */
        public float[] dual(int i) {
            return duals.get(i).last();
        }

        /** K_i x of the solution: a view where it is kept. */
        public float[] image(int i) {
            return duals.get(i).image(xNext);
        }

        /** The primal weight omega in use. */
        public double primalWeight() {
            return omega;
        }

        /** Iterations made. */
        public int iterations() {
            return iteration;
        }

        /** z = sum K_i* y_i of the terms that are made by themselves. */
        private void gather() {
            for (int i = 0; i < separate.size(); i++) {
                separate.get(i).push(i == 0, part, z);
            }
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        State s = new State(g, terms, scales, x0, startWeight);
        s.duals.forEach(d -> d.start(x0));
        return s;
    }

    /**
     * A state for these functionals at the place where another run of the same operators has come to. Its dual
     * variables are multiplied with {@code dualFactor}, as fits an objective that was multiplied with it, and its primal
     * weight divided by it.
     */
    public State start(State other, double dualFactor) {
        State s = new State(g, terms, scales, other.start, other.omega / dualFactor);
        System.arraycopy(other.x, 0, s.x, 0, s.x.length);
        System.arraycopy(other.xNext, 0, s.xNext, 0, s.x.length);
        for (int i = 0; i < terms.size(); i++) {
            s.duals.get(i).start(other.duals.get(i), dualFactor, s.x, s.xNext);
        }
        s.gather();
        forget(s);
        return s;
    }

    /** Begins new means. The sum of the z' = z + (z'' - z) / rho, z'' the next z, takes -z / rho at first and z / rho at last. */
    private void forget(State s) {
        s.summed = 0;
        if (s.z != null) {
            Vectors.combine(-1 / relaxation, s.z, 0, s.z, s.zSum);
        }
    }

    @Override
    public void step(State s) {
        double tau = s.omega / stackNorm;
        double omega = s.omega * stackNorm;
        double share = 1.0 / (s.summed + 1);
        if (g instanceof Pointwise p) {
            PrimalPass pass = new PrimalPass(p, s.x, s.xNext, s.z, s.zSum, s.pixels, tau, omega, relaxation, share);
            if (s.swept == null) {
                pass.run();
            } else {
                s.swept.sweep().step(s.swept.y(), s.swept.mean(), share, s.swept.step(omega), relaxation, pass);
            }
        } else {
            Vectors.add(1, s.z, s.zSum);
            Vectors.combine(1, s.x, -tau, s.z, s.xNext);
            g.prox(s.xNext, tau, s.xNext);
            Vectors.combine(relaxation, s.xNext, 1 - relaxation, s.x, s.x);
        }
        s.separate.forEach(d -> d.ascend(s.xNext, d.step(omega), relaxation, share));
        s.gather();
        s.summed++;
        s.iteration++;
        if (adapts && s.iteration <= LAST_UPDATE && isUpdate(s.iteration)) {
            adapt(s);
        }
    }

    private static boolean isUpdate(int k) {
        int power = k / FIRST_UPDATE;
        return k % FIRST_UPDATE == 0 && (power & (power - 1)) == 0;
    }

    private void adapt(State s) {
        double primal = Math.sqrt(Vectors.distanceSquared(s.x, s.start));
        double dual = s.duals.stream().mapToDouble(DualVariable::normSquared).sum();
        double ratio = DISTANCE_FACTOR * primal / Math.sqrt(dual);
        if (ratio > 1e-15 && ratio < 1e15) {
            s.omega = Math.sqrt(s.omega * ratio);
        }
    }

    @Override
    public float[] solution(State s) {
        return s.xNext;
    }

    /**
     * The duality gap (P - D) / max(|P|, |D|) of the solution and the mean of its dual variables since the last
     * residual, the primal variable bounded to entries of magnitude at most twice the largest one of the solution. The
     * mean, still feasible, has less of the rounding of float in it, which the dual objective magnifies. Infinite while the solution breaks a
     * constraint among the f_i; NaN where a functional does not know its conjugate.
     */
    @Override
    public double residual(State s) {
        evaluate(s);
        double gap = s.primal - s.dual;
        if (gap == Double.POSITIVE_INFINITY) {
            return gap;
        }
        // Below zero only by rounding; 0 / 0 when the solution is zero.
        return gap <= 0 ? 0 : gap / Math.max(Math.abs(s.primal), Math.abs(s.dual));
    }

    /** The {@link #residual}, which is the gap. */
    @Override
    public double gap(State s) {
        return residual(s);
    }

    @Override
    public double objective(State s) {
        evaluate(s);
        return s.primal;
    }

    private void evaluate(State s) {
        if (s.evaluatedAt == s.iteration) {
            return;
        }
        s.evaluatedAt = s.iteration;
        s.primal = g.value(s.xNext);
        s.dual = 0;
        for (DualVariable d : s.duals) {
            s.primal += d.value(s.xNext);
            s.dual -= d.conjugateValue();
        }
        float[] kty = g.domain().zeros();
        if (s.summed > 0) {
            if (s.z != null) {
                double share = 1.0 / s.summed;
                Vectors.combine(share, s.zSum, share / relaxation, s.z, kty);
            }
            s.duals.stream().filter(d -> !d.separate()).forEach(d -> d.pushMean(s.part, kty));
        }
        Vectors.scale(-1, kty);
        s.dual -= g.conjugateValue(kty, 2 * largest(s.xNext));
        forget(s);
    }

    private static double largest(float[] x) {
        float max = 0;
        for (float v : x) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("relaxation", relaxation);
        c.same("stackNorm", stackNorm);
        c.array("start", s.start);
        c.array("x", s.x);
        c.array("xNext", s.xNext);
        if (s.z != null) {
            c.array("z", s.z);
            c.array("zSum", s.zSum);
        }
        s.duals.forEach(d -> d.persist(c));
        s.summed = (int) c.count("summed", s.summed);
        s.iteration = (int) c.count("iteration", s.iteration);
        s.evaluatedAt = (int) c.count("evaluatedAt", s.evaluatedAt);
        s.omega = c.number("omega", s.omega);
        s.primal = c.number("primal", s.primal);
        s.dual = c.number("dual", s.dual);
    }
}
