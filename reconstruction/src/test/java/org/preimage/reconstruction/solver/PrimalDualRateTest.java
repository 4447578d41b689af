package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.Zero;

/**
 * Primal-dual methods without strong convexity: the objective of the mean of k iterates exceeds its minimum by at most
 *
 * <pre>(|x* - x_0|^2 / (2 tau) + sup |y|^2 / (2 sigma) + sup &lt;K (x_0 - x*), y&gt;) / (rho k),</pre>
 *
 * the suprema over the domain of f* (Chambolle and Pock 2016, On the ergodic convergence rates of a first-order primal-dual algorithm,
 * Math. Program. 159, theorem 1, with relaxation section 4.1). Here the objective is |K x|_1 with K the chain's differences, from
 * x_0 = 1: the ends must move, and tell the middle so.
 */
class PrimalDualRateTest {
    private static final Chain CHAIN = new Chain(40);
    private static final int STEPS = 200;

    /** |x_0|^2 is 40; of y there are 41 within [-1, 1]; K x_0 is 1/2 at both ends. */
    private static final double SQUARED = 40;

    private static final double DUALS = 41;
    private static final double ACROSS = 1;

    /** Of tau / sigma = omega^2; a value for which the bound is nearly attained. */
    private static final double OMEGA = 0.3;

    private static final double ROUNDING = 1e-6;

    private static float[] ones() {
        float[] x = CHAIN.space().zeros();
        Arrays.fill(x, 1);
        return x;
    }

    private static Term differences() {
        LinearOperator k = CHAIN.operator();
        return new Term(k, new L1(k.range(), 1));
    }

    private static IntToDoubleFunction ergodic(double tau, double sigma, double relaxation) {
        double constant = SQUARED / (2 * tau) + DUALS / (2 * sigma) + ACROSS;
        return k -> constant / (relaxation * k);
    }

    private static double[] means(Iteration<?> method) {
        return Rates.ergodic(method, ones(), STEPS, differences()::value);
    }

    private static void assertErgodic(String name, Iteration<?> method, IntToDoubleFunction bound) {
        double[] trace = means(method);
        Rates.assertKept(name, trace, bound, ROUNDING);
        Rates.assertHalfSpeedBreaks(name, trace, bound);
    }

    @Test
    void meansOfPrimalDualIteratesConverge() {
        Zero none = new Zero(CHAIN.space());
        List<Term> terms = List.of(differences());
        // The plain method divides both steps by 1.02, a margin for its estimate of the norm.
        IntToDoubleFunction plain = ergodic(OMEGA / 1.02, 1 / (1.02 * OMEGA), 1);
        ChambollePock method = new ChambollePock(none, terms).weighted(OMEGA, false);
        assertErgodic("Chambolle-Pock", method.relaxed(1), plain);
        assertErgodic("Chambolle-Pock, relaxed", method.relaxed(1.9), k -> plain.applyAsDouble(k) / 1.9);
        // Rows and columns sum to 1.
        IntToDoubleFunction bound = ergodic(OMEGA, 1 / OMEGA, 1);
        assertErgodic(
                "preconditioned",
                new PreconditionedChambollePock(none, terms)
                        .weighted(OMEGA, false)
                        .relaxed(1),
                bound);
        assertErgodic("linearised ADMM", new LinearisedAdmm(none, terms, 1 / OMEGA, false), bound);
        // Without a smooth part 1 / tau is sigma |K|^2, and the relaxation 4/3.
        assertErgodic("Condat-Vu", new CondatVu(none, terms, 1 / OMEGA), k -> bound.applyAsDouble(k) * 3 / 4);
        // With one term there is no chance.
        IntToDoubleFunction safe = ergodic(0.99 * OMEGA, 0.99 / OMEGA, 1);
        assertErgodic("SPDHG of one term", new Spdhg(none, terms, OMEGA, 1), safe);
    }

    /** The chain's differences at even places only, or at odd ones. */
    private static Term everyOther(int first) {
        float[] lengths = new float[41];
        for (int i = first; i < 41; i += 2) {
            lengths[i] = 1;
        }
        LinearOperator k = CHAIN.operator(lengths);
        return new Term(k, new L1(k.range(), 1));
    }

    /**
     * The expected gap of SPDHG's means after k draws has the same bound with sigma p in place of sigma (Chambolle, Ehrhardt, Richtarik
     * and Schonlieb 2018, theorem 4.3), here in the mean over seeds.
     */
    @Test
    void meansOfStochasticIteratesConverge() {
        List<Term> terms = List.of(everyOther(0), everyOther(1));
        Zero none = new Zero(CHAIN.space());
        // Each half of the rows has the norm 1 as its bound.
        double tau = 0.99 * OMEGA / 2;
        double sigma = 0.99 / OMEGA;
        IntToDoubleFunction bound = ergodic(tau, 0.5 * sigma, 2);
        double[] mean = new double[STEPS + 1];
        for (int seed = 1; seed <= 20; seed++) {
            double[] one = means(new Spdhg(none, terms, OMEGA, seed));
            for (int k = 0; k <= STEPS; k++) {
                mean[k] += one[k] / 20;
            }
        }
        Rates.assertKept("SPDHG", mean, bound, ROUNDING);
        Rates.assertHalfSpeedBreaks("SPDHG", mean, bound);
    }

    /** One row a hundred times as long as the others: the plain method's steps shrink for all, the preconditioned one's only there. */
    @Test
    void preconditioningDoesNotMindALongRow() {
        float[] lengths = new float[41];
        Arrays.fill(lengths, 1);
        lengths[0] = 100;
        LinearOperator scaled = CHAIN.operator(lengths);
        L1 f = new L1(scaled.range(), 1);
        ToDoubleFunction<float[]> objective = x -> f.value(scaled.apply(x));
        Zero none = new Zero(CHAIN.space());
        List<Term> terms = List.of(new Term(scaled, f));
        // Columns and rows sum to 50.5 + 39 and 50 + 39 + 1/2, |K x_0| to 50.5.
        IntToDoubleFunction bound = i -> (89.5 / 2 + 89.5 / 2 + 50.5) / i;
        PreconditionedChambollePock good =
                new PreconditionedChambollePock(none, terms).weighted(1, false).relaxed(1);
        Rates.assertKept("preconditioned", Rates.ergodic(good, ones(), 3 * STEPS, objective), bound, 1e-4);
        for (double omega : new double[] {1e-3, 1e-2, 1}) {
            ChambollePock plain =
                    new ChambollePock(none, terms).weighted(omega, false).relaxed(1);
            double[] trace = Rates.ergodic(plain, ones(), 3 * STEPS, objective);
            Rates.assertBroken("Chambolle-Pock without preconditioning", trace, bound, 4);
        }
    }

    /**
     * Of quadratics a^2/2 x^2 + c/2 x^2 a step is a linear map of (x, y), and the rate its spectral radius: the larger modulus of the
     * roots of a parabola.
     */
    @Test
    void condatVuIsLinearWhereStronglyConvex() {
        Space space = Space.vector(3);
        float[] a = {0.2f, 0.5f, 1};
        double c = 0.02;
        double sigma = 0.05;
        LeastSquares fit = new LeastSquares(new Diagonal(space, a), space.zeros());
        double tau = 1 / (0.75 * fit.lipschitz() + sigma * 1.01 * 1.01);
        double radius = 0;
        for (float v : a) {
            double share = 1 / (1 + sigma / c);
            double xx = 1 - tau * v * v;
            double yx = sigma * share * (1 - 2 * tau * v * v);
            double yy = share * (1 - 2 * sigma * tau);
            double halfTrace = 0.5 * (xx + yy);
            double determinant = xx * yy + tau * yx;
            double root = halfTrace * halfTrace - determinant;
            // Relaxation by 4/3 maps each eigenvalue to 4/3 of it less 1/3.
            double largest = root >= 0
                    ? Math.max(relaxed(halfTrace + Math.sqrt(root), 0), relaxed(halfTrace - Math.sqrt(root), 0))
                    : relaxed(halfTrace, Math.sqrt(-root));
            radius = Math.max(radius, largest);
        }
        Term ridge = new Term(new Identity(space), SquaredDistance.ridge(space, c));
        CondatVu method = new CondatVu(fit, List.of(ridge), sigma);
        double[] trace = Rates.trace(method, new float[] {1, 1, 1}, 150, Rates.distanceTo(space.zeros()));
        double q = radius;
        assertTrue(q < 0.95, "radius " + q);
        Rates.assertKept("Condat-Vu", trace, k -> 4 * Math.pow(q, k), 0);
        Rates.assertHalfSpeedBreaks("Condat-Vu", trace, k -> 4 * Math.pow(q, k));
    }

    private static double relaxed(double re, double im) {
        return Math.hypot(4 * re / 3 - 1.0 / 3, 4 * im / 3);
    }
}
