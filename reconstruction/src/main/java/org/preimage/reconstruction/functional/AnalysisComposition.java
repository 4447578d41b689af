package org.preimage.reconstruction.functional;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * f(K x) under a constraint x in C, for any linear K: what gives every {@link Regulariser} of the image a proximal map.
 *
 * <p>The map has no closed form and is computed by accelerated projected gradients of its dual,
 *
 * <pre>
 * x(p) = P_C(v - K* p),   p' = prox_{s (gamma f)*}(q + s K x(q)),   q' = p' + (a - 1) / a' (p' - p),   s = 1 / |K|<sup>2</sup>,
 * </pre>
 *
 * from p = 0, to the iteration limit or the duality gap asked for, relative to the objective and tested every {@value #EVERY}
 * iterations. Half the squared distance to the true proximal point is at most the gap. The momentum begins anew where a test finds
 * that the dual objective has fallen.
 *
 * <p>Beck and Teboulle 2009, Fast gradient-based algorithms for constrained total variation image denoising and deblurring
 * problems, IEEE Trans. Image Process. 18, who take the gradient as K.
 */
public final class AnalysisComposition implements Proximable {
    private static final int EVERY = 10;

    private final Proximable f;
    private final LinearOperator k;
    private final Proximable constraint;
    private final double tolerance;
    private final int iterations;
    private final double step;

    /**
     * As accurate as float arithmetic allows within {@link TvNorm#ITERATIONS} iterations.
     *
     * @param f convex, on the range of K
     * @param k K
     * @param constraint the indicator of C, a {@link Box} for one, or {@link Zero}
     */
    public AnalysisComposition(Proximable f, LinearOperator k, Proximable constraint) {
        this(f, k, constraint, TvNorm.TOLERANCE, TvNorm.ITERATIONS);
    }

    /**
     * With another accuracy of the proximal map.
     *
     * @param tolerance relative duality gap at which to stop, 0 to make all iterations
     * @param iterations at most, at least 1
     * @throws IllegalArgumentException if spaces do not fit, f is not convex, K is zero, or a number is out of its bounds
     */
    public AnalysisComposition(
            Proximable f, LinearOperator k, Proximable constraint, double tolerance, int iterations) {
        k.range().requireShape("the domain of the functional", f.domain());
        k.domain().requireShape("the domain of the constraint", constraint.domain());
        if (!f.convex()) {
            throw new IllegalArgumentException(
                    "the functional is " + f.getClass().getSimpleName() + ", which is not convex, but must be");
        }
        if (!(tolerance >= 0) || iterations < 1) {
            throw new IllegalArgumentException("tolerance is " + tolerance + " and iterations " + iterations
                    + ", but must be at least 0, and at least 1");
        }
        this.f = f;
        this.k = k;
        this.constraint = constraint;
        this.tolerance = tolerance;
        this.iterations = iterations;
        double norm = k.norm();
        this.step = 1 / SquaredDistance.requirePositive("the norm of the operator", norm * norm);
    }

    @Override
    public Space domain() {
        return k.domain();
    }

    @Override
    public double value(float[] x) {
        return constraint.value(x) + f.value(k.apply(x));
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain().require("v", v);
        domain().require("out", out);
        SquaredDistance.requirePositive("gamma", gamma);
        float[] point = out == v ? v.clone() : v;
        int n = f.domain().length();
        float[] p = new float[n];
        float[] q = new float[n];
        float[] kx = new float[n];
        float[] u = new float[n];
        double a = 1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 1; ; i++) {
            image(point, q, out);
            k.apply(out, kx);
            // p' = z - s u with u = prox_{gamma f / s}(z / s), z = q + s K x(q): Moreau's identity.
            Vectors.combine(1 / step, q, 1, kx, kx);
            double fu = f.prox(kx, gamma / step, u);
            Vectors.combine(step, kx, -step, u, kx);
            double grown = (1 + Math.sqrt(1 + 4 * a * a)) / 2;
            Vectors.combine(1 + (a - 1) / grown, kx, -(a - 1) / grown, p, q);
            a = grown;
            float[] swap = p;
            p = kx;
            kx = swap;
            if (i < iterations && (tolerance == 0 || i % EVERY != 0)) {
                continue;
            }
            image(point, p, out);
            k.apply(out, kx);
            double fx = f.value(kx);
            // p' is a subgradient of gamma f at u, so that (gamma f)*(p') = <p', u> - gamma f(u).
            double gap = gamma * (fx - fu) - Vectors.dot(p, kx) + Vectors.dot(p, u);
            double objective = 0.5 * Vectors.distanceSquared(out, point) + gamma * fx;
            if (i >= iterations || gap <= tolerance * objective) {
                return fx;
            }
            if (objective - gap < highest) {
                a = 1;
                System.arraycopy(p, 0, q, 0, n);
            }
            highest = objective - gap;
        }
    }

    /** x(p) */
    private void image(float[] v, float[] p, float[] out) {
        k.adjoint(p, out);
        Vectors.combine(1, v, -1, out, out);
        constraint.prox(out, 1, out);
    }
}
