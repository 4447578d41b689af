package org.preimage.uncertainty.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.Coverage;
import org.preimage.uncertainty.score.CoverageCounter;

class ConformalCalibrationTest {
    /** Errors that are not Gaussian at all: Cauchy's, times an arbitrary claimed standard deviation. */
    private static Assessment heavyTailed(int pixels, double scale, RandomGenerator random) {
        float[] sd = new float[pixels];
        float[] truth = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            sd[i] = (float) random.nextExponential();
            truth[i] = (float) (scale * sd[i] * random.nextGaussian() / random.nextGaussian());
        }
        return Predictions.of(new float[pixels], sd, truth);
    }

    private static double covered(Calibration calibration, Assessment test, double level) {
        return calibration
                .intervals(test.mean(), test.standardDeviation())
                .at(level)
                .coverage(test.truth());
    }

    /** n scores and a new one are exchangeable: it lies below the k-th of them with probability k / (n + 1), exactly. */
    @Test
    void coversWithTheProbabilityOfItsRankWhateverTheErrors() {
        RandomGenerator random = Predictions.random(1);
        int trials = 8000;
        for (int n : new int[] {9, 14}) {
            for (double level : new double[] {0.5, 0.8, 0.9}) {
                double covered = 0;
                for (int t = 0; t < trials; t++) {
                    Calibration conformal =
                            ConformalCalibration.ofPixels(List.of(heavyTailed(n, 1, random)), List.of(level));
                    covered += covered(conformal, heavyTailed(1, 1, random), level) / trials;
                }
                double exact = Math.ceil(level * (n + 1) - 1e-9) / (n + 1);
                assertTrue(exact >= level - 1e-9 && exact <= level + 1.0 / (n + 1));
                assertEquals(exact, covered, 4.5 * Math.sqrt(0.25 / trials), n + " scores at level " + level);
            }
        }
    }

    @Property(tries = 60)
    void quantileIsTheRankOfTheDefinition(
            @ForAll @IntRange(min = 1, max = 200) int n,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double level,
            @ForAll long seed) {
        Assessment a = heavyTailed(n, 1, Predictions.random(seed));
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = Math.abs(a.standardisedError(i));
        }
        Arrays.sort(scores);
        int rank = (int) Math.ceil((n + 1) * level - 1e-8);
        double expected = rank > n ? Double.POSITIVE_INFINITY : scores[rank - 1];
        double q = ConformalCalibration.ofPixels(List.of(a), List.of(level))
                .multiples(level)
                .upper();
        assertTrue(q >= expected);
        assertEquals(expected, q, 1e-6 * expected);
    }

    /**
     * Images whose scales differ so much that of a new one either all pixels are covered or none. The quantile 0.45 of two images'
     * pixels is then near the largest error of the smaller scale, which is above a new image's with probability 1/3.
     */
    @Test
    void wholeImagesKeepThePromiseThatPixelsBreak() {
        RandomGenerator random = Predictions.random(2);
        double level = 0.45;
        int trials = 3000;
        double byImages = 0;
        double byPixels = 0;
        for (int t = 0; t < trials; t++) {
            List<Assessment> validation = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                validation.add(Predictions.gaussian(20, Math.exp(10 * random.nextGaussian()), random));
            }
            Assessment test = Predictions.gaussian(20, Math.exp(10 * random.nextGaussian()), random);
            byImages += covered(ConformalCalibration.ofImages(validation, List.of(level)), test, level) / trials;
            byPixels += covered(ConformalCalibration.ofPixels(validation, List.of(level)), test, level) / trials;
        }
        double margin = 4 * 0.5 / Math.sqrt(trials);
        assertTrue(byImages > level - margin, "by images " + byImages);
        assertTrue(byPixels < level - margin, "by pixels " + byPixels);
    }

    /** By hand: images {1, 2} and {3}; 1/3 on each of them and on infinity. */
    @Test
    void weightsOfImages() {
        Assessment two = Predictions.of(new float[2], new float[] {1, 1}, new float[] {-2, 1});
        Assessment single = Predictions.of(new float[1], new float[] {2}, new float[] {6});
        ConformalCalibration c =
                ConformalCalibration.ofImages(List.of(two, single), List.of(1.0 / 6, 0.2, 1.0 / 3, 0.4, 2.0 / 3, 0.7));
        assertEquals(List.of(1.0, 2.0, 2.0, 3.0, 3.0, Double.POSITIVE_INFINITY), c.quantiles());
        ConformalCalibration pixels =
                ConformalCalibration.ofPixels(List.of(two, single), List.of(0.25, 0.5, 0.6, 0.75, 0.8));
        assertEquals(List.of(1.0, 2.0, 3.0, 3.0, Double.POSITIVE_INFINITY), pixels.quantiles());
    }

    @Test
    void levelsBetweenTakeTheNextHigherOne() {
        ConformalCalibration c = new ConformalCalibration(List.of(0.5, 0.9), List.of(1.0, 2.0));
        assertEquals(new Calibration.Multiples(-1, 1), c.multiples(0.5));
        assertEquals(new Calibration.Multiples(-2, 2), c.multiples(0.51));
        assertEquals(Double.POSITIVE_INFINITY, c.multiples(0.91).upper());
        assertEquals(0, c.multiples(0).upper());
        assertEquals(2 / 1.6448536269514722, c.factor(0.9), 1e-9);
        List<Double> levels = ConformalCalibration.usualLevels();
        assertEquals(0.9, levels.get(89));
    }

    /** A pixel with an error and no standard deviation has an infinite score, one with neither the score 0. */
    @Test
    void zeroDeviation() {
        Assessment a = Predictions.of(new float[3], new float[] {0, 0, 1}, new float[] {0, 1, 3});
        ConformalCalibration c = ConformalCalibration.ofPixels(List.of(a), List.of(0.25, 0.5, 0.75));
        assertEquals(List.of(0.0, 3.0, Double.POSITIVE_INFINITY), c.quantiles());
        assertEquals(1, covered(c, a, 0.75));
        assertEquals(2.0 / 3, covered(c, a, 0.5));
    }

    /** Mis-scaled and heavy-tailed: one factor cannot do it at each level, conformal quantiles do. */
    @Test
    void coversAtEachLevel() {
        RandomGenerator random = Predictions.random(3);
        Assessment validation = heavyTailed(20_000, 0.1, random);
        Assessment test = heavyTailed(20_000, 0.1, random);
        Calibration c = ConformalCalibration.ofPixels(List.of(validation), ConformalCalibration.usualLevels());
        CoverageCounter counter = new CoverageCounter(List.of(0.1, 0.5, 0.9, 0.99));
        counter.add(c.intervals(test.mean(), test.standardDeviation()), test.truth());
        for (Coverage point : counter.curve().points()) {
            assertEquals(point.level(), point.observed(), 0.02);
        }
    }

    @Test
    void refusesInOneSentence() {
        List<Assessment> none = List.of();
        assertThrows(IllegalArgumentException.class, () -> ConformalCalibration.ofPixels(none, List.of(0.5)));
        assertThrows(IllegalArgumentException.class, () -> ConformalCalibration.ofImages(none, List.of(0.5)));
        assertEquals(
                "level 2 is 0.5, but must lie between 0.9 and 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ConformalCalibration(List.of(0.9, 0.5), List.of(1.0, 2.0)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ConformalCalibration(List.of(0.5), List.of(Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> new ConformalCalibration(List.of(0.5), List.of(-1.0)));
        assertThrows(
                IllegalArgumentException.class, () -> new ConformalCalibration(List.of(0.5, 0.6), List.of(2.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> new ConformalCalibration(List.of(), List.of()));
        ConformalCalibration c = new ConformalCalibration(List.of(0.5), List.of(1.0));
        assertThrows(IllegalArgumentException.class, () -> c.multiples(Double.NaN));
    }
}
