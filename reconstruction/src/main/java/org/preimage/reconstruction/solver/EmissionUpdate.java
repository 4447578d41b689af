package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Vectors;

/**
 * The pieces of x' = x / (A* 1) A* (b / (A x + r)) that the methods for emission counts b ~ Poisson(A x + r) share, and the
 * divergence that they lower.
 */
final class EmissionUpdate {
    private static final int BLOCK = 1 << 13;

    /** Projections this far below the largest are rounding, of Fourier transforms for instance. */
    private static final double ROUNDING = 1e-7;

    private EmissionUpdate() {}

    /** @throws IllegalArgumentException if the counts or the background do not fit, are negative or not finite */
    static void require(LinearOperator a, float[] counts, float[] background) {
        if (a.domain().field() == Field.COMPLEX || a.range().field() == Field.COMPLEX) {
            throw new IllegalArgumentException("the operator maps " + a.domain() + " to " + a.range()
                    + ", but emission counts need an operator of real spaces");
        }
        requireCounts(a, "counts", counts);
        requireCounts(a, "background", background);
    }

    private static void requireCounts(LinearOperator a, String name, float[] counts) {
        a.range().require(name, counts);
        for (float c : counts) {
            if (!(c >= 0) || Float.isInfinite(c)) {
                throw new IllegalArgumentException(
                        "a value of " + name + " is " + c + ", but must be finite and not negative");
            }
        }
    }

    /** A* 1, the share of each pixel's emissions that is counted; 0 for pixels that nothing sees. */
    static float[] sensitivity(LinearOperator a) {
        float[] s = a.adjoint(AlgebraicUpdate.ones(a.range().length()));
        float largest = 0;
        float smallest = 0;
        for (float v : s) {
            largest = Math.max(largest, v);
            smallest = Math.min(smallest, v);
        }
        // Blurs that are made of Fourier transforms have negative entries of the size of their rounding.
        if (-smallest > 1e-4 * largest) {
            throw new IllegalArgumentException("a column of the operator's matrix sums to " + smallest
                    + ", but emission counts need a matrix without negative entries");
        }
        double least = 1e-6 * largest;
        for (int j = 0; j < s.length; j++) {
            s[j] = s[j] > least ? s[j] : 0;
        }
        return s;
    }

    /** A start that obeys x &gt;= 0, and is 0 where nothing is seen. */
    static float[] positive(float[] x0, float[] sensitivity) {
        float[] x = x0.clone();
        for (int j = 0; j < x.length; j++) {
            x[j] = sensitivity[j] > 0 ? Math.max(0, x[j]) : 0;
        }
        return x;
    }

    /** The least expected count that is more than rounding: positive unless all are zero. */
    static float floor(float[] expected) {
        float largest = 0;
        for (float p : expected) {
            largest = Math.max(largest, p);
        }
        return (float) (ROUNDING * largest);
    }

    /** p = A x + r. */
    static void project(LinearOperator a, float[] x, float[] background, float[] p) {
        a.apply(x, p);
        Vectors.add(1, background, p);
    }

    /** out = b / p, 0 where b is 0. */
    static void ratio(float[] b, float[] p, float[] out) {
        float floor = floor(p);
        Parallel.ranges(b.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                float expected = Math.max(floor, p[i]);
                // Where nothing at all is expected, no x of this support explains the count.
                out[i] = b[i] > 0 && expected > 0 ? b[i] / expected : 0;
            }
        });
    }

    /**
     * sum p - b + b log(b / p), half the deviance: infinite where counts stand and none are expected. Terms near b = p are
     * computed without cancellation.
     */
    static double divergence(float[] b, float[] p) {
        float floor = floor(p);
        return Vectors.sum(b.length, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double expected = Math.max(floor, p[i]);
                if (b[i] > 0) {
                    double d = (expected - b[i]) / b[i];
                    sum += b[i] * (d - Math.log1p(d));
                } else {
                    sum += expected;
                }
            }
            return sum;
        });
    }

    /** x = x g / s, 0 where s is; returns the squared length of the step. */
    static double multiply(float[] g, float[] s, float[] x) {
        return Vectors.sum(x.length, (from, to) -> {
            double sum = 0;
            for (int j = from; j < to; j++) {
                float next = s[j] > 0 ? x[j] * Math.max(0, g[j]) / s[j] : 0;
                double step = (double) next - x[j];
                sum += step * step;
                x[j] = next;
            }
            return sum;
        });
    }

    /** x = x g / s, unchanged where s is 0. */
    static void multiplySeen(float[] g, float[] s, float[] x) {
        Parallel.ranges(x.length, BLOCK, (from, to) -> {
            for (int j = from; j < to; j++) {
                x[j] *= s[j] > 0 ? Math.max(0, g[j]) / s[j] : 1;
            }
        });
    }
}
