package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/** Penalties and primal weights that begin a thousand times too large or too small find back, which fixed ones do not. */
class AdaptationTest {
    private static final Space IMAGE = Space.image(16, 12, 1);
    private static final double WEIGHT = 0.4;
    private static final int MOST = 3000;

    private static float[] data() {
        float[] b = IMAGE.zeros();
        for (int i = 0; i < b.length; i++) {
            int x = i % 16;
            int y = i / 16;
            b[i] = (x > 5 && x < 12 && y > 3 ? 1 : 0) + 0.2f * (float) Math.sin(1.7 * x * x + 2.3 * y);
        }
        return b;
    }

    private static final SquaredDistance NEAR = new SquaredDistance(IMAGE, data());

    private static Term variation() {
        Gradient gradient = new Gradient(IMAGE);
        return new Term(gradient, new GroupL1(gradient.range(), WEIGHT));
    }

    private static final float[] BEST = best();

    private static float[] best() {
        float[] x = IMAGE.zeros();
        new TvNorm(IMAGE, WEIGHT).accurate(1e-8, 5000).prox(data(), 1, x);
        return x;
    }

    private static <S> boolean near(Iteration<S> method, S s) {
        return Vectors.relativeDistance(method.solution(s), BEST) <= 1e-3;
    }

    /** Iterations until the image is within a thousandth of the minimiser. */
    private static <S> int iterations(Iteration<S> method, int most) {
        S s = method.start(IMAGE.zeros());
        int k = 0;
        while (k < most && !near(method, s)) {
            method.step(s);
            k++;
        }
        return k;
    }

    /**
     * @param good a value that is good when fixed
     * @param most iterations at which the adapted method has come to the minimiser from a start a thousand times off
     */
    private static void assertFindsBack(
            String name,
            double good,
            int most,
            DoubleFunction<Iteration<?>> adapted,
            DoubleFunction<Iteration<?>> fixed) {
        int usual = iterations(fixed.apply(good), MOST);
        assertTrue(usual < 300, name + " takes " + usual + " iterations with a good value");
        for (double factor : new double[] {1e-3, 1e3}) {
            int with = iterations(adapted.apply(factor * good), MOST);
            assertTrue(with <= most, name + " takes " + with + " iterations from " + factor + " times a good value");
            int without = iterations(fixed.apply(factor * good), 6 * with);
            assertTrue(without == 6 * with, name + " takes " + without + " iterations fixed, and adapted " + with);
        }
    }

    @Test
    void admm() {
        LeastSquares fit = new LeastSquares(new Identity(IMAGE), data());
        List<Term> terms = List.of(variation());
        assertFindsBack(
                "ADMM",
                5,
                600,
                rho -> new Admm(fit, terms, rho, 20, 1e-3, true),
                rho -> new Admm(fit, terms, rho, 20, 1e-3, false));
    }

    @Test
    void linearisedAdmm() {
        List<Term> terms = List.of(variation());
        assertFindsBack(
                "linearised ADMM",
                3,
                900,
                rho -> new LinearisedAdmm(NEAR, terms, rho, true),
                rho -> new LinearisedAdmm(NEAR, terms, rho, false));
    }

    /** A flat image leaves nothing to split: z stays at 0 for good, which is no reason to raise the penalty without end. */
    @Test
    void penaltiesStayWhereSplitVariablesVanish() {
        Gradient gradient = new Gradient(IMAGE);
        Term strong = new Term(gradient, new GroupL1(gradient.range(), 50));
        LinearisedAdmm method = new LinearisedAdmm(NEAR, List.of(strong), 1, true);
        LinearisedAdmm.State s = method.start(IMAGE.zeros());
        for (int k = 0; k < 2000; k++) {
            method.step(s);
        }
        double sum = 0;
        for (float v : data()) {
            sum += v;
        }
        for (float v : method.solution(s)) {
            assertEquals(sum / IMAGE.length(), v, 1e-3);
        }
        assertTrue(s.penalty() < 1e4, "penalty " + s.penalty());
    }

    @Test
    void chambollePock() {
        ChambollePock method =
                new ChambollePock(new Zero(IMAGE), List.of(new Term(new Identity(IMAGE), NEAR), variation()));
        assertFindsBack("Chambolle-Pock", 0.05, 1500, w -> method.weighted(w, true), w -> method.weighted(w, false));
    }

    @Test
    void preconditionedChambollePock() {
        PreconditionedChambollePock method = new PreconditionedChambollePock(
                new Zero(IMAGE), List.of(new Term(new Identity(IMAGE), NEAR), variation()));
        assertFindsBack("preconditioned", 0.15, 1500, w -> method.weighted(w, true), w -> method.weighted(w, false));
    }
}
