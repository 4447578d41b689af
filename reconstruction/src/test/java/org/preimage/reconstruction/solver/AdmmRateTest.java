package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;

/** The alternating direction method of multipliers converges at the tight linear rate of the theory. */
class AdmmRateTest {
    /**
     * With m &lt;= A*A &lt;= L, K = 1 and the penalty rho = sqrt(m L), z + u contracts by 1 - a + a (sqrt(L / m) - 1) / (sqrt(L / m) + 1),
     * where a is half of the relaxation of 1.6, and x lies no further off (Giselsson and Boyd 2017, Linear convergence and metric
     * selection for Douglas-Rachford splitting and ADMM, IEEE Trans. Autom. Control 62, theorem 1).
     */
    @Test
    void strongConvexityMakesItLinear() {
        Space space = Space.vector(4);
        float[] a = {1, 2, 5, 10};
        float[] best = {2, -3, 1, 4};
        double weight = 0.5;
        float[] b = new float[4];
        for (int i = 0; i < 4; i++) {
            // a (a x - b) + w sign x = 0
            b[i] = (float) (a[i] * best[i] + weight * Math.signum(best[i]) / a[i]);
        }
        LeastSquares fit = new LeastSquares(new Diagonal(space, a), b);
        Term sparse = new Term(new Identity(space), new L1(space, weight));
        double penalty = 10;
        Admm method = new Admm(fit, List.of(sparse), penalty, 10, 0, false);
        float[] start = {12, -13, 11, 14};
        float[] fixed = best.clone();
        for (int i = 0; i < 4; i++) {
            fixed[i] += (float) (weight * Math.signum(best[i]) / penalty);
        }
        double first = Math.sqrt(Vectors.distanceSquared(start, fixed));
        double q = 0.2 + 0.8 * 9 / 11;
        IntToDoubleFunction bound = k -> first * Math.pow(q, k - 1);
        double[] trace = Rates.trace(method, start, 60, Rates.distanceTo(best));
        Rates.assertKept("ADMM", trace, bound, 1e-5);
        Rates.assertHalfSpeedBreaks("ADMM", Arrays.copyOf(trace, 30), bound);
    }
}
