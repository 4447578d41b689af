package org.preimage.uncertainty.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;

class CoverageTest {
    private static final int PIXELS = 20_000;

    /** Errors c times as large as claimed are covered with probability 2 Phi(z / c) - 1. */
    @Property(tries = 12)
    void wrongScaleHasItsKnownCoverage(
            @ForAll @DoubleRange(min = 0.2, max = 5) double c,
            @ForAll @DoubleRange(min = 0.05, max = 0.99) double level,
            @ForAll long seed) {
        Assessment a = Predictions.gaussian(PIXELS, c, Predictions.random(seed));
        Coverage coverage =
                CoverageCounter.gaussian(List.of(level), List.of(a)).points().get(0);
        double expected = 2 * StandardNormal.probability(StandardNormal.halfWidth(level) / c) - 1;
        // Six standard errors, as the seeds are free.
        double sd = Math.sqrt(expected * (1 - expected) / PIXELS);
        assertEquals(expected, coverage.observed(), 6 * sd + 6.0 / PIXELS);
        assertEquals(coverage.observed() - level, coverage.excess());
        assertTrue(Double.isNaN(coverage.imageSd()));
    }

    /** The area between the diagonal and 2 Phi(z(p) / 2) - 1, by quadrature apart. */
    @Test
    void calibrationErrorsAreThoseOfTheCurve() {
        List<Assessment> all = new ArrayList<>();
        RandomGenerator random = Predictions.random(1);
        for (int k = 0; k < 5; k++) {
            all.add(Predictions.gaussian(PIXELS, 2, random));
        }
        CalibrationCurve curve = CoverageCounter.gaussian(CalibrationCurve.levels(99), all);
        double area = 0;
        double mean = 0;
        for (int k = 0; k < 10_000; k++) {
            double p = (k + 0.5) / 10_000;
            area += (p - (2 * StandardNormal.probability(StandardNormal.halfWidth(p) / 2) - 1)) / 10_000;
        }
        for (double p : CalibrationCurve.levels(99)) {
            mean += (p - (2 * StandardNormal.probability(StandardNormal.halfWidth(p) / 2) - 1)) / 99;
        }
        assertEquals(area, curve.area(), 0.004);
        assertEquals(mean, curve.expectedCalibrationError(), 0.004);
        assertTrue(curve.worst() > curve.expectedCalibrationError());
        assertTrue(curve.points().stream().allMatch(p -> p.excess() < 0));

        CalibrationCurve right = CoverageCounter.gaussian(
                CalibrationCurve.levels(99), all.stream().map(a -> a.scaled(2)).toList());
        assertTrue(right.area() < 0.004, "area " + right.area());
        assertTrue(right.expectedCalibrationError() < 0.004);
    }

    /** Points (1/4, 1/2) and (3/4, 1/2): up, across the diagonal in the middle, and down, four triangles of area 1/32. */
    @Test
    void areaGoesAcrossTheDiagonal() {
        CalibrationCurve curve = new CalibrationCurve(List.of(point(0.25, 0.5), point(0.75, 0.5)));
        assertEquals(4.0 / 32, curve.area(), 1e-12);
        assertEquals(0.25, curve.expectedCalibrationError());
        assertEquals(0.25, curve.worst());
        assertEquals(0.5, new CalibrationCurve(List.of(point(0, 1), point(1, 1))).area(), 1e-12);
        assertEquals(0, new CalibrationCurve(List.of(point(0.5, 0.5))).area());
    }

    private static Coverage point(double level, double observed) {
        return new Coverage(level, observed, observed, 0, 1);
    }

    @Test
    void pixelsAndImagesAreCountedApart() {
        CoverageCounter counter = new CoverageCounter(0.5);
        // One pixel that is covered, and three that are not.
        counter.add(Predictions.of(new float[1], new float[] {1}, new float[1]));
        counter.add(Predictions.of(new float[3], new float[] {1, 1, 1}, new float[] {9, 9, 9}));
        Coverage coverage = counter.curve().points().get(0);
        assertEquals(0.25, coverage.observed());
        assertEquals(0.5, coverage.imageMean());
        assertEquals(Math.sqrt(0.5), coverage.imageSd(), 1e-12);
        assertEquals(2, coverage.images());
    }

    @Test
    void zeroDeviationCoversWhatIsRightOnly() {
        Assessment a = Predictions.of(new float[4], new float[4], new float[] {0, 0, 0, 1e-6f});
        for (Coverage point :
                CoverageCounter.gaussian(List.of(0.0, 0.5, 0.99), List.of(a)).points()) {
            assertEquals(0.75, point.observed());
        }
    }

    @Test
    void refusesInOneSentence() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new CoverageCounter(List.of(0.5, 0.5)))
                .getMessage()
                .contains("must rise"));
        assertThrows(IllegalArgumentException.class, () -> new CoverageCounter(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new CoverageCounter(List.of()));
        assertThrows(IllegalStateException.class, () -> new CoverageCounter(0.5).curve());
    }
}
