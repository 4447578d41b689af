package org.preimage.uncertainty.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.CoverageCounter;
import org.preimage.uncertainty.score.LogLikelihood;

class ScaleCalibrationTest {
    @Property(tries = 25)
    void factorIsTheOneOfMostLikelihood(@ForAll @DoubleRange(min = 0.1, max = 10) double c, @ForAll long seed) {
        Assessment a = Predictions.gaussian(2000, c, Predictions.random(seed));
        double factor = ScaleCalibration.fit(List.of(a)).factor();
        // Its standard error is c / sqrt(2 n).
        assertEquals(c, factor, 6 * c / Math.sqrt(4000));
        double best = LogLikelihood.gaussian(a.scaled(factor));
        assertTrue(best >= LogLikelihood.gaussian(a.scaled(factor * 1.02)));
        assertTrue(best >= LogLikelihood.gaussian(a.scaled(factor / 1.02)));
    }

    @Test
    void calibratedIntervalsCover() {
        Assessment validation = Predictions.gaussian(20_000, 3, Predictions.random(1));
        Assessment test = Predictions.gaussian(20_000, 3, Predictions.random(2));
        ScaleCalibration scale = ScaleCalibration.fit(List.of(validation));
        CoverageCounter counter = new CoverageCounter(0.9);
        counter.add(scale.intervals(test.mean(), test.standardDeviation()), test.truth());
        assertEquals(0.9, counter.curve().points().get(0).observed(), 0.015);
        assertEquals(scale.factor(), scale.factor(0.5));
        assertThrows(IllegalArgumentException.class, () -> scale.factor(1));
    }

    /** (1 + 4 + 9) / 3; the pixel without deviation and error says nothing. */
    @Test
    void knownValue() {
        Assessment a = Predictions.of(new float[4], new float[] {1, 2, 3, 0}, new float[] {-1, 4, 9, 0});
        assertEquals(Math.sqrt(14.0 / 3), ScaleCalibration.fit(List.of(a)).factor(), 1e-12);
    }

    @Test
    void refusesInOneSentence() {
        Assessment impossible = Predictions.of(new float[2], new float[] {0, 1}, new float[] {1, 1});
        String message = assertThrows(IllegalArgumentException.class, () -> ScaleCalibration.fit(List.of(impossible)))
                .getMessage();
        assertTrue(message.startsWith("standardDeviation is 0 at 1 pixels that have an error"), message);
        Assessment exact = Predictions.of(new float[2], new float[] {1, 1}, new float[2]);
        assertThrows(IllegalArgumentException.class, () -> ScaleCalibration.fit(List.of(exact)));
        assertThrows(IllegalArgumentException.class, () -> ScaleCalibration.fit(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ScaleCalibration(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ScaleCalibration(0));
    }
}
