package org.preimage.uncertainty.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;

class ErrorOrderTest {
    private static final SparsificationCurve.Measure MAE = SparsificationCurve.Measure.MEAN_ABSOLUTE;
    private static final SparsificationCurve.Measure RMSE = SparsificationCurve.Measure.ROOT_MEAN_SQUARE;

    /** Deviations of few values, so that there are ties. */
    private static Assessment tied(int pixels, long seed) {
        RandomGenerator random = Predictions.random(seed);
        float[] sd = new float[pixels];
        float[] truth = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            sd[i] = random.nextInt(4);
            truth[i] = (float) Math.round(2 * sd[i] * random.nextGaussian());
        }
        sd[0] = 0;
        sd[1] = 5;
        truth[0] = -0f;
        truth[1] = -7;
        return Predictions.of(new float[pixels], sd, truth);
    }

    @Property(tries = 60)
    void correlationsAgreeWithAnotherProgram(@ForAll @IntRange(min = 3, max = 200) int pixels, @ForAll long seed) {
        Assessment a = tied(pixels, seed);
        double[] sd = new double[pixels];
        double[] error = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            sd[i] = a.deviation(i);
            error[i] = Math.abs(a.error(i));
        }
        assertEquals(new PearsonsCorrelation().correlation(sd, error), ErrorCorrelation.pearson(a), 1e-12);
        assertEquals(new SpearmansCorrelation().correlation(sd, error), ErrorCorrelation.spearman(a), 1e-12);
    }

    /** |e| = s |xi|: cov(s, |e|) = mu var(s) and var|e| = E s^2 - mu^2 (E s)^2 with mu = sqrt(2/pi). */
    @Test
    void correlationOfAPerfectPredictionIsKnown() {
        Assessment a = Predictions.gaussian(200_000, 1, Predictions.random(1));
        double mu = Math.sqrt(2 / Math.PI);
        double mean = 1.25;
        double variance = 1.5 * 1.5 / 12;
        double expected = mu * Math.sqrt(variance / (variance + mean * mean - mu * mu * mean * mean));
        assertEquals(expected, ErrorCorrelation.pearson(a), 0.01);
    }

    @Test
    void correlationOfAConstantIsNotANumber() {
        Assessment a = Predictions.of(new float[3], new float[] {1, 1, 1}, new float[] {1, 2, 3});
        assertTrue(Double.isNaN(ErrorCorrelation.pearson(a)));
        assertTrue(Double.isNaN(ErrorCorrelation.spearman(a)));
    }

    /** Errors 1 .. n: the oracle leaves the mean error (1 - r), chance leaves 1, the opposite order 1 + r; areas 0, 1/2 and 1. */
    @Test
    void sparsificationOfKnownOrders() {
        int n = 10_000;
        float[] errors = new float[n];
        float[] same = new float[n];
        float[] opposite = new float[n];
        for (int i = 0; i < n; i++) {
            errors[i] = i + 1;
            same[i] = 3;
            opposite[i] = n - i;
        }
        SparsificationCurve right = SparsificationCurve.of(Predictions.of(new float[n], errors, errors), MAE, 100);
        assertEquals(0, right.ause(), 1e-12);
        assertEquals(1, right.remaining().get(0), 1e-12);
        assertEquals(0.7, right.remaining().get(30), 1e-3);
        // The curves end at 0.99.
        assertEquals(0.99 * 0.99 / 2, right.gain(), 1e-3);
        SparsificationCurve chance = SparsificationCurve.of(Predictions.of(new float[n], same, errors), MAE, 100);
        assertEquals(0.99 * 0.99 / 2, chance.ause(), 1e-3);
        assertEquals(0, chance.gain(), 1e-9);
        SparsificationCurve wrong = SparsificationCurve.of(Predictions.of(new float[n], opposite, errors), MAE, 100);
        assertEquals(0.99 * 0.99, wrong.ause(), 1e-3);
        assertEquals(1.5, wrong.remaining().get(50), 1e-3);
        SparsificationCurve squares = SparsificationCurve.of(Predictions.of(new float[n], errors, errors), RMSE, 10);
        assertEquals(0.6, squares.remaining().get(4), 1e-3);
    }

    @Property(tries = 40)
    void noOrderBeatsTheOracle(@ForAll @IntRange(min = 3, max = 300) int pixels, @ForAll long seed) {
        for (SparsificationCurve.Measure measure : SparsificationCurve.Measure.values()) {
            SparsificationCurve curve = SparsificationCurve.of(tied(pixels, seed), measure, 20);
            double before = 1;
            for (int k = 0; k < 20; k++) {
                assertTrue(curve.remaining().get(k) >= curve.oracle().get(k) - 1e-12);
                assertTrue(curve.oracle().get(k) <= before + 1e-12);
                before = curve.oracle().get(k);
            }
        }
    }

    @Test
    void withoutErrorNothingIsLeft() {
        SparsificationCurve curve =
                SparsificationCurve.of(Predictions.of(new float[5], new float[5], new float[5]), RMSE, 4);
        assertEquals(0, curve.ause());
        assertEquals(0, curve.gain());
        assertThrows(
                IllegalArgumentException.class,
                () -> SparsificationCurve.of(Predictions.of(new float[1], new float[1], new float[1]), MAE, 1));
    }

    @Test
    void tiesHaveTheMeanOfTheirRanks() {
        assertArrayEquals(new double[] {3.5, 1.5, 3.5, 1.5, 5}, new Order(new float[] {2, 0, 2, -0f, 7}).ranks());
        assertArrayEquals(
                new double[] {0, 1, 2, 7, 12, 13},
                new Order(new float[] {2, 0, 2, 0, 7}).sumsOverSmallest(new double[] {4, 0, 6, 2, 1}));
    }

    @Test
    void summaryHoldsItsParts() {
        RandomGenerator random = Predictions.random(9);
        List<Assessment> all = List.of(Predictions.gaussian(5000, 1, random), Predictions.gaussian(5000, 1, random));
        UncertaintyQuality quality = UncertaintyQuality.of(all, 0.9);
        Assessment joined = Assessment.joined(all);
        assertEquals(0.9, quality.coverage().observed(), 4 * Math.sqrt(0.09 / 10_000));
        assertEquals(2, quality.coverage().images());
        assertEquals(2 * StandardNormal.halfWidth(0.9) * 1.25, quality.sharpness(), 0.05);
        assertEquals(LogLikelihood.gaussian(joined), quality.logLikelihood());
        assertEquals(Crps.gaussian(joined), quality.crps());
        assertEquals(ErrorCorrelation.pearson(joined), quality.pearson());
        assertEquals(ErrorCorrelation.spearman(joined), quality.spearman());
        assertTrue(quality.calibrationError() < 0.02 && quality.calibrationArea() < 0.02);
        assertTrue(quality.ause() > 0 && quality.ause() < 0.5);
        Assessment zero = Predictions.of(new float[2], new float[2], new float[] {0, 1});
        UncertaintyQuality degenerate = UncertaintyQuality.of(List.of(zero), 0.9);
        assertTrue(Double.isNaN(degenerate.logLikelihood()) && Double.isNaN(degenerate.pearson()));
        assertEquals(0.5, degenerate.coverage().observed());
        assertEquals(0.5, degenerate.crps());
        assertThrows(IllegalArgumentException.class, () -> UncertaintyQuality.of(all, 1));
        assertThrows(IllegalArgumentException.class, () -> UncertaintyQuality.of(List.of(), 0.5));
    }
}
