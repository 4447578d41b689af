package org.preimage.reconstruction.method;

import java.util.Arrays;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.Cg;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * The smoothest image that goes with the data, of least |A x - b|<sup>2</sup> + e |grad x|<sup>2</sup> for a small e: where methods
 * begin whose prior knows nothing of noise.
 */
public final class SmoothStart {
    private static final int ITERATIONS = 100;
    private static final double SMOOTH = 0.1;

    private SmoothStart() {}

    /**
     * Solves for it by conjugate gradients.
     *
     * @param goal of the data
     * @param listeners may cancel
     */
    public static Outcome of(LinearOperator a, Discrepancy goal, Listener... listeners) {
        double column = goal.scale() * Math.sqrt(goal.samples()) / goal.radius();
        return new Runner("a smooth start", Stopping.at(ITERATIONS, 1e-3), listeners)
                .run(new Cg(smoothed(a, SMOOTH * column * column), a.adjoint(goal.data())), goal.leastSquares());
    }

    /** A*A + e grad* grad. */
    private static LinearOperator smoothed(LinearOperator a, double e) {
        boolean spatial =
                a.domain().axes().stream().anyMatch(axis -> axis.role().isSpatial());
        return spatial ? a.gram().plus(new Gradient(a.domain()).gram().scaled(e)) : a.gram();
    }

    /** What lies between the first and the last hundredth of the values. */
    public static double range(float[] x) {
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[(int) (0.99 * (sorted.length - 1))] - sorted[(int) (0.01 * (sorted.length - 1))];
    }
}
