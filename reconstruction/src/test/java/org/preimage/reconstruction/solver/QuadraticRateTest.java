package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Diagonal;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.LeastSquares;

/** On least squares Krylov methods end after as many steps as there are eigenvalues, and keep Chebyshev's bound on the way there. */
class QuadraticRateTest {
    private static LeastSquares fit(float[] a) {
        Space space = Space.vector(a.length);
        return new LeastSquares(new Diagonal(space, a), space.zeros());
    }

    /** Singular values whose squares are the extrema of a Chebyshev polynomial between 1 and the condition number. */
    private static float[] hard(int n, double condition) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            double t = Math.cos(Math.PI * i / (n - 1));
            a[i] = (float) Math.sqrt(0.5 * (condition + 1) + 0.5 * (condition - 1) * t);
        }
        return a;
    }

    /** A start from which all singular values have the same share of |A x|. */
    private static float[] even(float[] a) {
        float[] x = new float[a.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1 / a[i];
        }
        return x;
    }

    /** |A x|, the square root of twice the objective for b = 0. */
    private static ToDoubleFunction<float[]> energy(LeastSquares fit) {
        return x -> Math.sqrt(2 * fit.value(x));
    }

    private static List<Iteration<?>> krylov(LeastSquares fit) {
        float[] zero = fit.domain().zeros();
        return List.of(
                new Cgls(fit.operator(), fit.data()),
                new Lsqr(fit.operator(), fit.data()),
                new Cg(fit.operator().gram(), zero));
    }

    /** Hestenes and Stiefel 1952, theorem 4:1, with as many different eigenvalues as steps. */
    @Test
    void asManyStepsAsEigenvalues() {
        float[] values = {1, 1.5f, 2, 2.5f, 3};
        float[] a = new float[60];
        for (int i = 0; i < 60; i++) {
            a[i] = values[i % 5];
        }
        LeastSquares fit = fit(a);
        for (Iteration<?> method : krylov(fit)) {
            String name = method.getClass().getSimpleName();
            double[] trace = Rates.trace(method, even(a), 5, energy(fit));
            assertTrue(trace[5] < 1e-5 * trace[0], name + " leaves " + trace[5] / trace[0] + " after 5 steps");
            assertTrue(trace[4] > 1e-3 * trace[0], name + " leaves " + trace[4] / trace[0] + " after 4 steps");
        }
    }

    /**
     * |A (x_k - x*)| &lt;= 2 ((kappa - 1) / (kappa + 1))^k |A (x_0 - x*)|, kappa the condition number of A (Daniel 1967, The conjugate
     * gradient method for linear and nonlinear operator equations, SIAM J. Numer. Anal. 4), where gradient steps have the square of kappa.
     */
    @Test
    void chebyshevBoundsConjugateGradients() {
        float[] a = hard(80, 900);
        LeastSquares fit = fit(a);
        float[] start = even(a);
        double first = energy(fit).applyAsDouble(start);
        IntToDoubleFunction bound = k -> 2 * first * Math.pow(29.0 / 31, k);
        for (Iteration<?> method : krylov(fit)) {
            String name = method.getClass().getSimpleName();
            double[] trace = Rates.trace(method, start, 60, energy(fit));
            Rates.assertKept(name, trace, bound, 0);
            Rates.assertHalfSpeedBreaks(name, trace, bound);
        }
        Landweber plain = new Landweber(fit.operator(), fit.data(), 1, Bounds.NONE, 0);
        Rates.assertBroken("Landweber", Rates.trace(plain, start, 60, energy(fit)), bound, 5);
    }

    /**
     * Dai and Liao 2002, R-linear convergence of the Barzilai and Borwein gradient method, IMA J. Numer. Anal. 22, name no factor.
     * Here it is better than 1 - 1/25, where gradient descent has 1 - 1/1000.
     */
    @Test
    void barzilaiAndBorweinAreLinearOnQuadratics() {
        float[] a = hard(50, 1000);
        LeastSquares fit = fit(a);
        float[] start = even(a);
        double[] spectral = Rates.trace(new BarzilaiBorwein(fit), start, 500, energy(fit));
        IntToDoubleFunction bound = k -> 10 * spectral[0] * Math.pow(1 - 1 / 25.0, k);
        double[] plain = Rates.trace(new GradientDescent(fit, 1e-3), start, 500, energy(fit));
        Rates.assertKept("Barzilai-Borwein", spectral, bound, 0);
        Rates.assertHalfSpeedBreaks("Barzilai-Borwein", Arrays.copyOf(spectral, 251), bound);
        Rates.assertBroken("gradient descent", plain, bound, 1e3);
    }

    /** In the plane R-superlinear (Barzilai and Borwein 1988, theorem 1): no power of a factor is left, whatever the condition. */
    @Test
    void barzilaiAndBorweinAreSuperlinearInThePlane() {
        for (float condition : new float[] {5, 50, 500}) {
            LeastSquares fit = fit(new float[] {1, (float) Math.sqrt(condition)});
            double[] trace = Rates.trace(new BarzilaiBorwein(fit), new float[] {3, 1}, 20, energy(fit));
            assertTrue(trace[15] < 1e-12 * trace[0], "condition " + condition + " leaves " + trace[15] / trace[0]);
            double[] plain =
                    Rates.trace(new GradientDescent(fit, 1.0 / condition), new float[] {3, 1}, 15, energy(fit));
            assertTrue(plain[15] > 1e-3 * plain[0], "gradient descent leaves " + plain[15] / plain[0]);
        }
    }
}
