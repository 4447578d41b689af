package org.preimage.uncertainty.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;
import org.preimage.uncertainty.score.CalibrationCurve;
import org.preimage.uncertainty.score.CoverageCounter;

class IsotonicCalibrationTest {
    /** Biased and skew: y = m + s (E - 1/2) with E exponential. */
    private static Assessment skew(int pixels, RandomGenerator random) {
        float[] mean = new float[pixels];
        float[] sd = new float[pixels];
        float[] truth = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            mean[i] = random.nextFloat();
            sd[i] = (float) (0.1 + random.nextDouble());
            truth[i] = (float) (mean[i] + sd[i] * (random.nextExponential() - 0.5));
        }
        return Predictions.of(mean, sd, truth);
    }

    @Test
    void restoresCoverageOfBiasedAndSkewErrors() {
        RandomGenerator random = Predictions.random(1);
        Assessment test = skew(30_000, random);
        IsotonicCalibration isotonic =
                IsotonicCalibration.fit(List.of(skew(30_000, random)), IsotonicCalibration.usualLevels());
        CoverageCounter counter = new CoverageCounter(CalibrationCurve.levels(19));
        counter.add(isotonic.intervals(test.mean(), test.standardDeviation()), test.truth());
        assertTrue(counter.curve().worst() < 0.02, "off by " + counter.curve().worst());
        assertTrue(CoverageCounter.gaussian(CalibrationCurve.levels(19), List.of(test))
                        .worst()
                > 0.08);
        // Quantiles of E - 1/2 are -log(1 - p) - 1/2.
        Calibration.Multiples m = isotonic.multiples(0.9);
        assertEquals(-Math.log(0.95) - 0.5, m.lower(), 0.01);
        assertEquals(-Math.log(0.05) - 0.5, m.upper(), 0.12);
        assertEquals((m.upper() - m.lower()) / (2 * 1.6448536), isotonic.factor(0.9), 1e-6);
    }

    /** What is right already stays: R is the identity. */
    @Test
    void leavesCalibratedPredictionsAsTheyAre() {
        IsotonicCalibration isotonic = IsotonicCalibration.fit(
                List.of(Predictions.gaussian(50_000, 1, Predictions.random(2))), IsotonicCalibration.usualLevels());
        for (double z : new double[] {-2, -1, 0, 0.5, 2}) {
            assertEquals(StandardNormal.probability(z), isotonic.probability(z), 0.01);
        }
        assertEquals(1, isotonic.factor(0.9), 0.03);
    }

    @Property(tries = 100)
    void probabilityInvertsTheQuantile(@ForAll @DoubleRange(min = 0.01, max = 0.99) double p, @ForAll long seed) {
        IsotonicCalibration isotonic = IsotonicCalibration.fit(
                List.of(skew(5000, Predictions.random(seed))), IsotonicCalibration.usualLevels());
        assertEquals(p, isotonic.probability(isotonic.quantile(p)), 1e-9);
    }

    @Property(tries = 100)
    void higherLevelsHaveWiderIntervals(
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other,
            @ForAll long seed) {
        IsotonicCalibration isotonic = IsotonicCalibration.fit(
                List.of(skew(100, Predictions.random(seed))), IsotonicCalibration.usualLevels());
        Calibration.Multiples inner = isotonic.multiples(Math.min(one, other));
        Calibration.Multiples outer = isotonic.multiples(Math.max(one, other));
        assertTrue(outer.lower() <= inner.lower() && inner.lower() <= inner.upper() && inner.upper() <= outer.upper());
    }

    /** Nine truths at z = -4 .. 4: the quantile p has the rank 10 p. */
    @Test
    void knownQuantiles() {
        float[] sd = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        Assessment a = Predictions.of(new float[9], sd, new float[] {-4, -3, -2, -1, 0, 1, 2, 3, 4});
        IsotonicCalibration isotonic = IsotonicCalibration.fit(List.of(a), List.of(0.05, 0.1, 0.25, 0.5, 0.9, 0.95));
        double none = Double.POSITIVE_INFINITY;
        assertEquals(List.of(-none, -4.0, -2.5, 0.0, 4.0, none), isotonic.quantiles());
        assertEquals(none, isotonic.quantile(0.92));
        assertEquals(-none, isotonic.quantile(0.07));
        assertEquals(-none, isotonic.quantile(0));
        assertEquals(2, isotonic.quantile(0.7), 1e-12);
        assertEquals(new Calibration.Multiples(-4, 4), isotonic.multiples(0.8));
        assertEquals(new Calibration.Multiples(-none, none), isotonic.multiples(1));
        assertEquals(0.05, isotonic.probability(-5));
        assertEquals(0.7, isotonic.probability(2), 1e-12);
        assertEquals(0.9, isotonic.probability(5));
    }

    @Test
    void zeroDeviation() {
        Assessment a = Predictions.of(new float[3], new float[] {0, 0, 1}, new float[] {0, 1, -3});
        IsotonicCalibration isotonic = IsotonicCalibration.fit(List.of(a), List.of(0.25, 0.5, 0.75));
        assertEquals(List.of(-3.0, 0.0, Double.POSITIVE_INFINITY), isotonic.quantiles());
    }

    @Test
    void refusesInOneSentence() {
        assertThrows(IllegalArgumentException.class, () -> IsotonicCalibration.fit(List.of(), List.of(0.5)));
        assertThrows(IllegalArgumentException.class, () -> new IsotonicCalibration(List.of(0.5), List.of(Double.NaN)));
        IsotonicCalibration isotonic = new IsotonicCalibration(List.of(0.5), List.of(0.0));
        assertThrows(IllegalArgumentException.class, () -> isotonic.multiples(Double.NaN));
    }
}
