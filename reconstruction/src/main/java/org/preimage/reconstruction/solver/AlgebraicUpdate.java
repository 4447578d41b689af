package org.preimage.reconstruction.solver;

import java.util.Arrays;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;

/** The pieces of x' = clip(x + lambda C A* R (b - A x)) that simultaneous and sequential algebraic methods share. */
final class AlgebraicUpdate {
    private static final int BLOCK = 1 << 14;

    /** Sums this far below the largest are rounding, not contact. */
    private static final double TOUCH = 1e-6;

    private AlgebraicUpdate() {}

    /** The diagonal of R: 1 / (A 1), and 0 for rays that miss the image. */
    static float[] rowWeights(LinearOperator a) {
        float[] ones = a.domain().zeros();
        Arrays.fill(ones, 1);
        return reciprocal("row", a.apply(ones));
    }

    /** The diagonal of C: 1 / (A* 1), and 0 for pixels that no ray meets. */
    static float[] columnWeights(LinearOperator a, float[] ones) {
        return reciprocal("column", a.adjoint(ones));
    }

    static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] reciprocal(String what, float[] sums) {
        float largest = 0;
        float smallest = 0;
        for (float s : sums) {
            largest = Math.max(largest, s);
            smallest = Math.min(smallest, s);
        }
        if (-smallest > TOUCH * largest) {
            throw new IllegalArgumentException("a " + what + " of the operator's matrix sums to " + smallest
                    + ", but algebraic methods that weigh by sums need a matrix without negative entries");
        }
        float least = (float) (TOUCH * largest);
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] > least ? 1 / sums[i] : 0;
        }
        return sums;
    }

    /** out = R (b - p). */
    static void weigh(float[] weights, float[] b, float[] p, float[] out) {
        Parallel.ranges(b.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = weights[i] * (b[i] - p[i]);
            }
        });
    }

    /** sum R (b - p)^2. */
    static double weightedDistanceSquared(float[] weights, float[] b, float[] p) {
        return Vectors.sum(b.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double d = (double) b[i] - p[i];
                sum += weights[i] * d * d;
            }
            return sum;
        });
    }

    /** |b - p| over the samples of positive weight. */
    static double misfit(float[] weights, float[] b, float[] p) {
        return Math.sqrt(Vectors.sum(b.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double d = weights[i] > 0 ? (double) b[i] - p[i] : 0;
                sum += d * d;
            }
            return sum;
        }));
    }

    /** x = clip(x + lambda C g); returns the squared length of the step. */
    static double move(double lambda, float[] c, float[] g, Bounds bounds, float[] x) {
        float l = (float) lambda;
        float lo = (float) bounds.lower();
        float hi = (float) bounds.upper();
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                float next = Math.min(hi, Math.max(lo, x[i] + l * c[i] * g[i]));
                double step = next - x[i];
                sum += step * step;
                x[i] = next;
            }
            return sum;
        });
    }

    /** x = clip(x + lambda g); returns the squared length of the step. */
    static double move(double lambda, float[] g, Bounds bounds, float[] x) {
        float l = (float) lambda;
        float lo = (float) bounds.lower();
        float hi = (float) bounds.upper();
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                float next = Math.min(hi, Math.max(lo, x[i] + l * g[i]));
                double step = next - x[i];
                sum += step * step;
                x[i] = next;
            }
            return sum;
        });
    }

    /** sqrt(squaredStep) / |x|, 0 for no step. */
    static double relativeStep(double squaredStep, float[] x) {
        return squaredStep == 0 ? 0 : Math.sqrt(squaredStep) / Vectors.norm(x);
    }

    static void requireRelaxation(double relaxation) {
        if (!(relaxation > 0 && relaxation < 2)) {
            throw new IllegalArgumentException(
                    "relaxation is " + relaxation + ", but must be above 0 and below 2 for convergence");
        }
    }

    static void requireDiscrepancy(double discrepancy) {
        if (!(discrepancy >= 0)) {
            throw new IllegalArgumentException("discrepancy is " + discrepancy + ", but must not be negative");
        }
    }
}
