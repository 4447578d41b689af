package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * LSQR for the damped least-squares problem min |A x - b|<sup>2</sup> + d<sup>2</sup> |x|<sup>2</sup>: conjugate gradients in exact
 * arithmetic, built on the bidiagonalisation of Golub and Kahan, which keeps its accuracy better where A is
 * ill-conditioned.
 *
 * <p>With damping, the method runs on the stacked operator (A, d I), as in the paper's section 2, so that any start is allowed.
 * There is no version with bounds: each step relies on all earlier directions being conjugate, which clipping destroys.
 *
 * <p>Paige and Saunders 1982, LSQR: an algorithm for sparse linear equations and sparse least squares, ACM Trans. Math. Softw.
 * 8.
 *
 * @param operator A
 * @param data b, in its range; not copied
 * @param damping d, not negative
 * @param gradientTolerance the run is {@link #finished} where |A* r| &lt;= this |A| |r|: the least-squares test
 * @param dataTolerance the run is finished where |r| &lt;= this |b| + gradientTolerance |A| |x|: the test for data without contradiction
 * @param discrepancy value of |A x - b| at which the run is finished; 0 to go on
 */
public record Lsqr(
        LinearOperator operator,
        float[] data,
        double damping,
        double gradientTolerance,
        double dataTolerance,
        double discrepancy)
        implements Iteration<Lsqr.State> {
    /** @throws IllegalArgumentException if the data do not fit the range or a number is negative */
    public Lsqr {
        operator.range().require("data", data);
        requireNotNegative("damping", damping);
        requireNotNegative("gradientTolerance", gradientTolerance);
        requireNotNegative("dataTolerance", dataTolerance);
        AlgebraicUpdate.requireDiscrepancy(discrepancy);
    }

    /** Without damping, tolerances or an early stop. */
    public Lsqr(LinearOperator operator, float[] data) {
        this(operator, data, 0, 0, 0, 0);
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be finite and not negative");
        }
    }

    /** All buffers of a run, named as in the paper; u has a second part, in the domain, where there is damping. */
    public static final class State {
        private final float[] x;
        private final float[] u;
        private final float[] uDamped;
        private final float[] v;
        private final float[] w;
        private final float[] forward;
        private final float[] backward;
        private final double size;
        private final double first;
        private double alpha;
        private double phiBar;
        private double rhoBar;
        private double gradient;
        private double frobeniusSquared;

        private State(Lsqr problem, float[] x0) {
            x = x0.clone();
            u = problem.operator.apply(x0);
            Vectors.combine(1, problem.data, -1, u, u);
            uDamped = problem.damping > 0 ? x0.clone() : new float[0];
            Vectors.scale(-problem.damping, uDamped);
            forward = u.clone();
            backward = x0.clone();
            size = Vectors.norm(problem.data);
            first = Vectors.norm(problem.operator.adjoint(problem.data));
            phiBar = Math.hypot(Vectors.norm(u), Vectors.norm(uDamped));
            problem.normalise(this, phiBar);
            v = problem.operator.domain().zeros();
            problem.transposed(this, v);
            alpha = Vectors.norm(v);
            divide(v, alpha);
            w = v.clone();
            rhoBar = alpha;
            gradient = alpha * phiBar;
        }
    }

    private static void divide(float[] a, double norm) {
        if (norm > 0) {
            Vectors.scale(1 / norm, a);
        }
    }

    private void normalise(State s, double norm) {
        divide(s.u, norm);
        divide(s.uDamped, norm);
    }

    /** out = A* u, of the stacked operator. */
    private void transposed(State s, float[] out) {
        operator.adjoint(s.u, out);
        if (damping > 0) {
            Vectors.add(damping, s.uDamped, out);
        }
    }

    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        if (s.gradient == 0) {
            // The gradient is zero: x is a solution.
            return;
        }
        // beta u = A v - alpha u
        operator.apply(s.v, s.forward);
        Vectors.combine(1, s.forward, -s.alpha, s.u, s.u);
        if (damping > 0) {
            Vectors.combine(damping, s.v, -s.alpha, s.uDamped, s.uDamped);
        }
        double beta = Math.hypot(Vectors.norm(s.u), Vectors.norm(s.uDamped));
        normalise(s, beta);
        s.frobeniusSquared += s.alpha * s.alpha + beta * beta;
        // alpha v = A* u - beta v
        transposed(s, s.backward);
        Vectors.combine(1, s.backward, -beta, s.v, s.v);
        s.alpha = Vectors.norm(s.v);
        divide(s.v, s.alpha);
        double rho = Math.hypot(s.rhoBar, beta);
        double c = s.rhoBar / rho;
        double sine = beta / rho;
        double theta = sine * s.alpha;
        double phi = c * s.phiBar;
        Vectors.add(phi / rho, s.w, s.x);
        Vectors.combine(1, s.v, -theta / rho, s.w, s.w);
        s.rhoBar = -c * s.alpha;
        s.phiBar = sine * s.phiBar;
        s.gradient = s.phiBar * s.alpha * Math.abs(c);
    }

    /** |A x - b|, from the recurrences. */
    public double discrepancy(State s) {
        double squared = s.phiBar * s.phiBar;
        if (damping > 0) {
            squared -= damping * damping * Vectors.normSquared(s.x);
        }
        return Math.sqrt(Math.max(0, squared));
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The gradient's norm relative to that at zero, |A*(b - A x) - d<sup>2</sup> x| / |A* b|. */
    @Override
    public double residual(State s) {
        return s.first == 0 ? 0 : s.gradient / s.first;
    }

    /** 1/2 |A x - b|<sup>2</sup> + d<sup>2</sup>/2 |x|<sup>2</sup>. */
    @Override
    public double objective(State s) {
        return 0.5 * s.phiBar * s.phiBar;
    }

    @Override
    public boolean finished(State s) {
        double norm = Math.sqrt(s.frobeniusSquared);
        boolean stationary = gradientTolerance > 0 && s.gradient <= gradientTolerance * norm * s.phiBar;
        boolean fits =
                dataTolerance > 0 && s.phiBar <= dataTolerance * s.size + gradientTolerance * norm * Vectors.norm(s.x);
        return stationary || fits || discrepancy > 0 && discrepancy(s) <= discrepancy;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("data", data);
        c.same("damping", damping);
        c.array("x", s.x);
        c.array("u", s.u);
        c.array("uDamped", s.uDamped);
        c.array("v", s.v);
        c.array("w", s.w);
        s.alpha = c.number("alpha", s.alpha);
        s.phiBar = c.number("phiBar", s.phiBar);
        s.rhoBar = c.number("rhoBar", s.rhoBar);
        s.gradient = c.number("gradient", s.gradient);
        s.frobeniusSquared = c.number("frobeniusSquared", s.frobeniusSquared);
    }
}
