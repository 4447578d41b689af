package org.preimage.uncertainty.prediction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.uncertainty.Predictions;

class AssessmentTest {
    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void zeroDeviationHasItsLimits() {
        Assessment a = Predictions.of(new float[] {0, 0, 0, 1}, new float[] {0, 0, 2, 2}, new float[] {0, 1, -1, 1});
        assertEquals(0, a.standardisedError(0));
        assertEquals(Double.POSITIVE_INFINITY, a.standardisedError(1));
        assertEquals(-0.5, a.standardisedError(2));
        assertEquals(0, a.standardisedError(3));
    }

    @Test
    void joinsScalesAndCuts() {
        Assessment a = Predictions.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
        Assessment b = Predictions.of(new float[] {7}, new float[] {8}, new float[] {9});
        Assessment joined = Assessment.joined(List.of(a, b));
        assertArrayEquals(new float[] {1, 2, 7}, joined.mean().data());
        assertArrayEquals(new float[] {3, 4, 8}, joined.standardDeviation().data());
        assertArrayEquals(new float[] {5, 6, 9}, joined.truth().data());
        Assessment part = joined.on(new boolean[] {false, true, true});
        assertArrayEquals(new float[] {6, 9}, part.truth().data());
        assertArrayEquals(
                new float[] {8, 16}, part.scaled(2).standardDeviation().data());
    }

    @Test
    void refusesInOneSentence() {
        float[] one = {1};
        assertTrue(
                message(() -> Predictions.of(one, one, new float[] {Float.NaN})).startsWith("truth holds 1 NaN"));
        assertTrue(
                message(() -> Predictions.of(new float[] {Float.NaN}, one, one)).startsWith("mean holds 1 NaN"));
        assertTrue(message(() -> Predictions.of(one, new float[] {Float.NaN}, one))
                .startsWith("standardDeviation holds 1 NaN"));
        assertTrue(message(() -> Predictions.of(one, new float[] {-1}, one)).contains("is -1.0 at index 0"));
        Assessment a = Predictions.of(one, one, one);
        assertTrue(message(() -> a.on(new boolean[1])).contains("no pixel"));
        assertTrue(message(() -> a.on(new boolean[2])).contains("2 pixels"));
        assertTrue(message(() -> a.scaled(0)).contains("factor is 0.0"));
        assertTrue(message(() -> Assessment.joined(List.of())).contains("0 pixels"));
    }
}
