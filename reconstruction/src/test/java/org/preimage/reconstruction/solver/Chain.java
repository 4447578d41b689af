package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.Optional;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * Nesterov's chain, on which no method of first order is fast: with x_0 = 1 and x_{n+1} = 0,
 *
 * <pre>F(x) = 1/8 sum_{i=0}^{n} (x_{i+1} - x_i)^2 + w |x|_1,  w = 1 / (4 n^2),</pre>
 *
 * whose gradient has the Lipschitz constant 1. The minimiser falls from nearly 1 to 0, so slowly that all x_i are positive. From zero,
 * k steps reach the first k entries only.
 *
 * <p>Nesterov 2004, Introductory lectures on convex optimization, section 2.1.2.
 *
 * @param n unknowns
 */
record Chain(int n) {
    Space space() {
        return Space.of(new Axis(Role.X, n, 1));
    }

    private double weight() {
        return 0.25 / ((double) n * n);
    }

    /** Half of all differences: norm below 1. */
    LinearOperator operator() {
        float[] lengths = new float[n + 1];
        Arrays.fill(lengths, 1);
        return new Differences(space(), lengths, -1);
    }

    /** The same with rows of other lengths. */
    LinearOperator operator(float[] lengths) {
        return new Differences(space(), lengths, -1);
    }

    /** l_i (x_i + sign x_{i-1}) / 2. */
    private static final class Differences extends LinearOperator {
        private final float[] lengths;
        private final int sign;

        Differences(Space space, float[] lengths, int sign) {
            super(space, Space.of(new Axis(Role.SAMPLE, lengths.length, 1)));
            this.lengths = lengths.clone();
            this.sign = sign;
        }

        @Override
        protected void computeApply(float[] x, float[] out) {
            for (int i = 0; i <= x.length; i++) {
                out[i] = 0.5f * lengths[i] * ((i < x.length ? x[i] : 0) + sign * (i > 0 ? x[i - 1] : 0));
            }
        }

        @Override
        protected void computeAdjoint(float[] y, float[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] = 0.5f * (lengths[i] * y[i] + sign * lengths[i + 1] * y[i + 1]);
            }
        }

        /** An upper bound, which for rows of one length is nearly the norm. */
        @Override
        protected double computeNorm() {
            float longest = 0;
            for (float l : lengths) {
                longest = Math.max(longest, l);
            }
            return longest;
        }

        @Override
        public double normBound() {
            return norm();
        }

        @Override
        public Optional<LinearOperator> magnitudes() {
            return Optional.of(new Differences(domain(), lengths, 1));
        }
    }

    LeastSquares fit() {
        float[] b = new float[n + 1];
        b[0] = 0.5f;
        return new LeastSquares(operator(), b);
    }

    L1 sparsity() {
        return new L1(space(), weight());
    }

    double best(int i, boolean sparse) {
        double line = 1 - (i + 1.0) / (n + 1);
        return sparse ? line - 2 * weight() * (i + 1.0) * (n - i) : line;
    }

    float[] minimiser(boolean sparse) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) best(i, sparse);
        }
        return x;
    }

    /** |x*|^2, the squared distance from the start at zero. */
    double squaredDistance(boolean sparse) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += best(i, sparse) * best(i, sparse);
        }
        return sum;
    }

    /** F(x) less its minimum, without cancellation; without the sparsity if told so. */
    double excess(float[] x, boolean sparse) {
        double sum = 0;
        double last = 0;
        for (int i = 0; i <= n; i++) {
            double error = i < n ? x[i] - best(i, sparse) : 0;
            sum += 0.125 * (error - last) * (error - last);
            // Where x_i is negative, |x_i| lies above the line of slope 1.
            sum += sparse && i < n && x[i] < 0 ? -2 * weight() * x[i] : 0;
            last = error;
        }
        return sum;
    }
}
