package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;

class MeasurementCurveTest {
    private static final List<String> METHODS =
            List.of("generative-prior:bundle=vae-digits:range=hard:iterations=60:restarts=4");

    private static Path digits() {
        return SharedData.require("data/" + Mnist.FILE).getParent();
    }

    /** A learned range needs fewer measurements than total variation. */
    @Test
    void theRangeHelpsWhereMeasurementsAreFew() {
        Study.Findings found = new MeasurementCurve(List.of(50), 2, METHODS, digits()).run(1);
        assertEquals(
                List.of("measurements", "tv, best weight", "vae-digits hard iterations=60 restarts=4"),
                found.columns());
        List<String> row = found.rows().get(0);
        double tv = Double.parseDouble(row.get(1).split(" ")[0]);
        double range = Double.parseDouble(row.get(2).split(" ")[0]);
        assertTrue(range < 0.8 * tv, range + " against " + tv);
        assertEquals(2, found.figures().size());
        assertEquals(3, found.figures().get(0).panels().size());
    }

    @Test
    void theSuiteTakesOtherMethodsAndNumbersOfImages() {
        Suite suite = Suites.named("generative").withImages(3).withMethods(METHODS);
        assertEquals(METHODS, suite.studies().get(0).methods());
        assertThrows(
                IllegalArgumentException.class,
                () -> Suites.named("generative").withImages(21).studies());
    }

    @Test
    void cancels() {
        MeasurementCurve curve = new MeasurementCurve(List.of(20), 1, METHODS, digits());
        assertThrows(CancellationException.class, () -> curve.run(1, p -> false));
    }
}
