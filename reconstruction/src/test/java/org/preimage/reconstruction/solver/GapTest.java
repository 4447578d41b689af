package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/** Every solver that knows its duality gap stops by it, and the gap then bounds how far the objective is from its minimum. */
class GapTest {
    private static final Space IMAGE = Space.image(11, 9, 1);
    private static final double WEIGHT = 0.5;
    private static final double GAP = 2e-3;

    /** A square, with an error of 0.3 and alternating sign in each pixel. */
    private static float[] data() {
        float[] b = IMAGE.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = (i % 11 > 3 && i / 11 > 4 ? 1 : 0) + (i % 2 == 0 ? 0.3f : -0.3f);
        }
        return b;
    }

    private static Term variation() {
        Gradient gradient = new Gradient(IMAGE);
        return new Term(gradient, new GroupL1(gradient.range(), WEIGHT));
    }

    private static SquaredDistance near() {
        return new SquaredDistance(IMAGE, data());
    }

    private static LeastSquares fit() {
        return new LeastSquares(new Identity(IMAGE), data());
    }

    /** 1/2 |x - b|^2 + w TV(x), by all methods that take it. */
    private static List<Iteration<?>> denoisers() {
        Term data = new Term(new Identity(IMAGE), near());
        List<Term> both = List.of(data, variation());
        List<Term> one = List.of(variation());
        Zero none = new Zero(IMAGE);
        TvNorm norm = new TvNorm(IMAGE, WEIGHT);
        return List.of(
                new ChambollePock(none, both),
                new ChambollePock(near(), one),
                new PreconditionedChambollePock(none, both),
                new PreconditionedChambollePock(near(), one),
                new AcceleratedChambollePock(near(), one),
                new AcceleratedChambollePock(near(), one, 0.5, 0, 0.3),
                new Spdhg(near(), one, 0.5, 4),
                new Spdhg(none, both, List.of(0.4, 0.6), 0.5, 4),
                new LinearisedAdmm(near(), one, 1, true),
                new LinearisedAdmm(none, both, 1, false),
                new Admm(fit(), one, 1, 10),
                new CondatVu(fit(), one, 0.5),
                new DouglasRachford(near(), norm, 1, 1.5),
                new DouglasRachford(norm, near(), 0.7),
                new Ista(fit(), norm),
                new Fista(fit(), norm),
                new ForwardBackward(fit(), norm),
                new BacktrackingFista(fit(), norm, 4, BacktrackingFista.Restart.GRADIENT));
    }

    private static double objective(float[] x) {
        return near().value(x) + variation().value(x);
    }

    @Test
    void theGapStopsAllWhoKnowIt() {
        float[] best = IMAGE.zeros();
        new TvNorm(IMAGE, WEIGHT).accurate(1e-8, 5000).prox(data(), 1, best);
        double minimum = objective(best);
        for (Iteration<?> method : denoisers()) {
            String name = method.toString();
            Outcome outcome = new Runner("test", Stopping.at(5000, 0).every(1).gap(GAP)).run(method, IMAGE.zeros());
            assertEquals(Status.CONVERGED, outcome.status(), name);
            double reached = objective(outcome.solution());
            assertTrue(
                    reached - minimum <= GAP * reached + 1e-6,
                    name + " at " + reached + " of " + minimum + " after " + outcome.iterations());
        }
    }

    private static <S> void assertBounds(Iteration<S> method, double minimum) {
        S s = method.start(IMAGE.zeros());
        double gap = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= 60; k++) {
            method.step(s);
            if (k % 12 != 0) {
                continue;
            }
            double reached = objective(method.solution(s));
            gap = method.gap(s);
            // Relative to the larger one of P and D.
            double most = gap * Math.max(reached, minimum);
            assertTrue(
                    reached - minimum <= most + 1e-5 * minimum,
                    method + ", step " + k + ": gap " + most + ", excess " + (reached - minimum));
        }
        assertTrue(gap < 0.1, method + " keeps a gap of " + gap);
    }

    @Test
    void theGapIsAboveTheExcessOnTheWay() {
        float[] best = IMAGE.zeros();
        new TvNorm(IMAGE, WEIGHT).accurate(1e-8, 5000).prox(data(), 1, best);
        double minimum = objective(best);
        for (Iteration<?> method : denoisers()) {
            assertBounds(method, minimum);
        }
    }

    private static <S> double gapAfterAStep(Iteration<S> method) {
        S s = method.start(IMAGE.zeros());
        method.step(s);
        return method.gap(s);
    }

    /** Only least squares have a dual that the proximal gradient methods know. */
    @Test
    void whereThereIsNoDualThereIsNoGap() {
        Differentiable other = new Huber(IMAGE, 1, 0.1);
        L1 sparse = new L1(IMAGE, 1);
        for (Iteration<?> method : List.of(
                new Ista(other, sparse),
                new Fista(other, sparse),
                new ForwardBackward(other, sparse),
                new CondatVu(other, List.of(variation()), 1),
                new Nesterov(other))) {
            assertTrue(Double.isNaN(gapAfterAStep(method)), method.toString());
        }
        assertFalse(Double.isNaN(gapAfterAStep(new Ista(fit(), sparse))));
    }
}
