package org.preimage.reconstruction.solver;

import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;

/**
 * Relative duality gaps (P - D) / max(|P|, |D|) of
 *
 * <pre>
 * P = g(x) + sum_i f_i(K_i x)
 * D = -g*(-sum_i K_i* y_i) - sum_i f_i*(y_i),
 * </pre>
 *
 * where g is restricted to entries of magnitude at most twice the largest one of the solution, since g* would be infinite almost
 * everywhere for a constraint.
 */
final class DualityGap {
    private DualityGap() {}

    /** 0 where rounding makes it negative, infinite where P is, NaN where D is. */
    static double relative(double primal, double dual) {
        double gap = primal - dual;
        if (gap <= 0) {
            return 0;
        }
        return gap == Double.POSITIVE_INFINITY ? gap : gap / Math.max(Math.abs(primal), Math.abs(dual));
    }

    /** Twice the largest magnitude: the cube to which g is restricted. */
    static double cube(float[] x) {
        float largest = 0;
        for (float v : x) {
            largest = Math.max(largest, Math.abs(v));
        }
        return 2.0 * largest;
    }

    /** -g*(-kty) within the cube about x. */
    static double dualOf(Proximable g, float[] x, float[] kty) {
        float[] v = kty.clone();
        Vectors.scale(-1, v);
        return -g.conjugateValue(v, cube(x));
    }

    /** For f(x) + g(x) with f a data fit, whose dual variable is A x - b; NaN for another f. */
    static double ofFit(Differentiable f, Proximable g, float[] x) {
        return ofFit(f, g, List.of(), new float[0][], x);
    }

    /**
     * For f(x) + g(x) + sum_i f_i(K_i x) with f a data fit, whose dual variable is A x - b; NaN for another f.
     *
     * @param y dual variables of the terms
     */
    static double ofFit(Differentiable f, Proximable g, List<Term> terms, float[][] y, float[] x) {
        if (!(f instanceof LeastSquares fit)) {
            return Double.NaN;
        }
        float[] r = fit.operator().apply(x);
        Vectors.add(-1, fit.data(), r);
        double half = 0.5 * Vectors.normSquared(r);
        double primal = half + g.value(x);
        double dual = -half - Vectors.dot(r, fit.data());
        float[] kty = fit.operator().adjoint(r);
        for (int i = 0; i < terms.size(); i++) {
            primal += terms.get(i).value(x);
            dual -= terms.get(i).functional().conjugateValue(y[i]);
            Vectors.add(1, terms.get(i).operator().adjoint(y[i]), kty);
        }
        return relative(primal, dual + dualOf(g, x, kty));
    }

    /** For g(x) + sum_i f_i(K_i x). */
    static double of(Proximable g, List<Term> terms, float[][] y, float[] x) {
        Space domain = g.domain();
        double primal = g.value(x);
        double dual = 0;
        float[] kty = domain.zeros();
        for (int i = 0; i < terms.size(); i++) {
            primal += terms.get(i).value(x);
            dual -= terms.get(i).functional().conjugateValue(y[i]);
            Vectors.add(1, terms.get(i).operator().adjoint(y[i]), kty);
        }
        return relative(primal, dual + dualOf(g, x, kty));
    }
}
