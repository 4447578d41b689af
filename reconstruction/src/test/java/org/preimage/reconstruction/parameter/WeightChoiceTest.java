package org.preimage.reconstruction.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.solver.Status;

/** Rules on problems whose risk and degrees of freedom are known in closed form. */
class WeightChoiceTest {
    private static final int N = 20_000;
    private static final double SIGMA = 0.5;

    private final Space space = Space.vector(N);
    private final LinearOperator identity = new Identity(space);
    private final RandomGenerator random =
            RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);

    /** One entry in ten of size 4, and noise. */
    private float[] truth() {
        float[] x = space.zeros();
        for (int i = 0; i < N; i += 10) {
            x[i] = i % 20 == 0 ? 4 : -4;
        }
        return x;
    }

    private float[] noisy(float[] x) {
        float[] b = x.clone();
        for (int i = 0; i < N; i++) {
            b[i] += (float) (SIGMA * random.nextGaussian());
        }
        return b;
    }

    private Discrepancy goal(float[] b) {
        return Discrepancy.estimate(identity, b, java.util.OptionalDouble.of(SIGMA));
    }

    /** min 1/2 |x - b|^2 + w |x|_1. */
    private WeightedSolve<float[]> thresholding() {
        return (b, w, from) -> {
            float[] x = space.zeros();
            new L1(space, w).prox(b, 1, x);
            return new WeightedSolve.Result<>(x, x, new L1(space, 1).value(x), Status.CONVERGED);
        };
    }

    /** min 1/2 |x - b|^2 + w/2 |x|^2. */
    private WeightedSolve<float[]> ridge() {
        return new WeightedSolve<>() {
            @Override
            public Result<float[]> solve(float[] data, double weight, float[] from) {
                float[] x = data.clone();
                Vectors.scale(1 / (1 + weight), x);
                return new Result<>(x, x, Vectors.normSquared(x) / 2, Status.CONVERGED);
            }

            @Override
            public boolean linear() {
                return true;
            }
        };
    }

    private static double bestThreshold(float[] truth, float[] b) {
        double best = Double.POSITIVE_INFINITY;
        double weight = 0;
        for (double w = 0.05; w < 3; w *= 1.02) {
            double error = 0;
            for (int i = 0; i < N; i++) {
                double x = Math.signum(b[i]) * Math.max(0, Math.abs(b[i]) - w);
                error += (x - truth[i]) * (x - truth[i]);
            }
            if (error < best) {
                best = error;
                weight = w;
            }
        }
        return weight;
    }

    private static double error(float[] truth, float[] b, double w) {
        double error = 0;
        for (int i = 0; i < N; i++) {
            double x = Math.signum(b[i]) * Math.max(0, Math.abs(b[i]) - w);
            error += (x - truth[i]) * (x - truth[i]);
        }
        return error;
    }

    @ParameterizedTest
    @EnumSource(names = {"SURE", "GCV", "DISCREPANCY"})
    void thresholdIsWithinADecibelOfTheBest(WeightRule rule) {
        float[] truth = truth();
        float[] b = noisy(truth);
        double best = bestThreshold(truth, b);
        WeightChoice<float[]> found = WeightChoice.of(rule, thresholding(), identity, goal(b), 0.1, 1e3);
        double loss = 10 * Math.log10(error(truth, b, found.weight()) / error(truth, b, best));
        // A threshold without a second solution has no other error than the search's.
        assertTrue(loss < (rule == WeightRule.SURE ? 0.15 : 1), rule + " loses " + loss + " dB: " + found);
        assertTrue(found.trials().size() <= WeightChoice.MOST);
        assertTrue(found.note().contains(rule.words()), found.note());
    }

    @Test
    void degreesOfFreedomOfThresholdingAreItsNonzeroEntries() {
        float[] b = noisy(truth());
        WeightChoice<float[]> found = WeightChoice.of(WeightRule.SURE, thresholding(), identity, goal(b), 0.5, 1e3);
        for (WeightChoice.Trial t : found.trials()) {
            int nonzero = 0;
            double misfit = 0;
            for (float v : b) {
                nonzero += Math.abs(v) > t.weight() ? 1 : 0;
                misfit += Math.pow(Math.min(Math.abs(v), t.weight()), 2);
            }
            assertEquals(nonzero, t.freedom(), 4 * Math.sqrt(nonzero));
            assertEquals(misfit, t.misfit(), 1e-4 * misfit);
        }
    }

    @Test
    void ridgeOfPureNoiseAndSignalHasTheWienerWeight() {
        float[] truth = space.zeros();
        for (int i = 0; i < N; i++) {
            truth[i] = (float) random.nextGaussian();
        }
        float[] b = noisy(truth);
        // The risk is least where 1 / (1 + w) = 1 / (1 + sigma^2), and the degrees of freedom are exact.
        WeightChoice<float[]> found = WeightChoice.of(WeightRule.SURE, ridge(), identity, goal(b), 1, 1e3);
        assertEquals(SIGMA * SIGMA, found.weight(), 0.15 * SIGMA * SIGMA, found.note());
        for (WeightChoice.Trial t : found.trials()) {
            assertEquals(N / (1 + t.weight()), t.freedom(), 1e-3 * N);
        }
    }

    @Test
    void discrepancyLeavesWhatNoiseLeaves() {
        float[] b = noisy(truth());
        WeightChoice<float[]> found =
                WeightChoice.of(WeightRule.DISCREPANCY, thresholding(), identity, goal(b), 0.5, 1e3);
        WeightChoice.Trial last = found.trials().get(found.trials().size() - 1);
        // One per cent of error of the noise level is allowed.
        assertEquals(1.0201 * SIGMA * SIGMA * (N - last.freedom()), last.misfit(), 0.03 * last.misfit());
    }

    @Test
    void dataOfErrorsBeyondTheNoiseFallBackOnLeastRisk() {
        float[] b = noisy(truth());
        // The operator sees half of the data: the other half is error.
        LinearOperator none = identity;
        WeightedSolve<float[]> half = (data, w, from) -> {
            float[] x = thresholding().solve(data, w, from).projections();
            for (int i = N / 2; i < N; i++) {
                x[i] = 0;
            }
            return new WeightedSolve.Result<>(x, x, 0, Status.CONVERGED);
        };
        WeightChoice<float[]> found = WeightChoice.of(WeightRule.DISCREPANCY, half, none, goal(b), 0.5, 1e3);
        WeightChoice<float[]> risk = WeightChoice.of(WeightRule.SURE, half, none, goal(b), 0.5, 1e3);
        assertTrue(found.note().contains("errors beyond the noise"), found.note());
        assertEquals(0, Math.log(found.weight() / risk.weight()), 0.2);
    }

    @Test
    void cornerOfAKnownCurveIsFound() {
        // x = 1 + w and y = 1 + 1/w have their corner at w = 1.
        LCurve found =
                LCurve.run(7, 30, w -> new LCurve.Point(w, Math.pow(1 + Math.pow(w, 2), 2), Math.pow(1 + 1 / w, 2)));
        assertTrue(found.corner());
        assertEquals(0, Math.log(found.weight()), Math.log(2));
        LCurve straight = LCurve.run(1, 30, w -> new LCurve.Point(w, w * w, 1 / w));
        assertTrue(!straight.corner());
        assertEquals(1, straight.weight());
    }

    @ParameterizedTest
    @EnumSource(names = {"SURE", "DISCREPANCY", "L_CURVE"})
    void cancelsAtOnce(WeightRule rule) {
        float[] b = noisy(truth());
        int[] solves = {0};
        WeightedSolve<float[]> solve = (data, w, from) -> {
            solves[0]++;
            return new WeightedSolve.Result<>(data, data, 1, solves[0] == 2 ? Status.CANCELLED : Status.CONVERGED);
        };
        WeightChoice<float[]> found = WeightChoice.of(rule, solve, identity, goal(b), 1, 1e3);
        assertEquals(Status.CANCELLED, found.status());
        assertEquals(2, solves[0]);
    }

    @Test
    void noiseAloneNeedsNoSolve() {
        WeightChoice<float[]> found = WeightChoice.of(
                WeightRule.NOISE,
                (data, w, from) -> {
                    throw new AssertionError();
                },
                identity,
                goal(noisy(truth())),
                0.7,
                10);
        assertEquals(0.7, found.weight());
        assertNull(found.state());
    }

    @Test
    void leastRiskIsRefinedWhereItIsNoParabola() {
        // Steep below the minimum at 3, flat above.
        java.util.function.DoubleUnaryOperator risk = w -> w < 3 ? 5 * Math.log(3 / w) : 0.2 * Math.log(w / 3);
        double coarse = RiskSearch.run(1, 1e3, 2.5, 14, false, risk).weight();
        double fine = RiskSearch.run(1, 1e3, 2.5, 14, true, risk).weight();
        assertTrue(Math.abs(Math.log(fine / 3)) < Math.abs(Math.log(coarse / 3)), coarse + " and " + fine);
    }
}
