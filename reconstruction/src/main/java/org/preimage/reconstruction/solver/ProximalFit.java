package org.preimage.reconstruction.solver;

import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * The proximal map of a data fit, x = argmin 1/2 |A x - b|<sup>2</sup> + rho/2 |x - v|<sup>2</sup>: in closed form where A has one
 * ({@link LinearOperator#dampedNormal}), else by conjugate gradients from the last x. Holds buffers; for one thread.
 */
final class ProximalFit {
    private final LinearOperator gram;
    private final Optional<DampedNormal> closed;
    private final int iterations;
    private final double tolerance;
    private final float[] atb;
    private final float[] right;
    private final float[] r;
    private final float[] p;
    private final float[] q;

    /**
     * @param fit A and b
     * @param iterations conjugate gradients at most, where there is no closed form
     * @param tolerance residual, relative to the right-hand side, at which they end
     */
    ProximalFit(LeastSquares fit, int iterations, double tolerance) {
        this.gram = fit.operator().gram();
        this.closed = fit.operator().dampedNormal();
        this.iterations = iterations;
        this.tolerance = tolerance;
        this.atb = fit.operator().adjoint(fit.data());
        int n = atb.length;
        this.right = new float[n];
        this.r = new float[n];
        this.p = new float[n];
        this.q = new float[n];
    }

    /**
     * Solves (A*A + rho) x = A*b + rho v.
     *
     * @param x holds where to begin, and receives the result; another array than {@code v}
     */
    void solve(double rho, float[] v, float[] x) {
        Vectors.combine(1, atb, rho, v, right);
        if (closed.isPresent()) {
            closed.get().solve(rho, right, x);
            return;
        }
        normal(rho, x);
        Vectors.combine(1, right, -1, q, r);
        System.arraycopy(r, 0, p, 0, r.length);
        double gamma = Vectors.normSquared(r);
        double enough = tolerance * tolerance * Vectors.normSquared(right);
        for (int k = 0; k < iterations && gamma > enough; k++) {
            normal(rho, p);
            double curvature = Vectors.dot(p, q);
            if (!(curvature > 0)) {
                return;
            }
            double alpha = gamma / curvature;
            Vectors.add(alpha, p, x);
            Vectors.add(-alpha, q, r);
            double next = Vectors.normSquared(r);
            Vectors.combine(1, r, next / gamma, p, p);
            gamma = next;
        }
    }

    /** q = (A*A + rho) v. */
    private void normal(double rho, float[] v) {
        gram.apply(v, q);
        Vectors.add(rho, v, q);
    }
}
