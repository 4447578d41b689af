package org.preimage.uncertainty.prediction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.uncertainty.Predictions;

class PredictiveIntervalsTest {
    private static final Space THREE = Space.vector(3);

    private static Image image(double... values) {
        Image image = Image.zeros(Space.vector(values.length));
        for (int i = 0; i < values.length; i++) {
            image.data()[i] = (float) values[i];
        }
        return image;
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void gaussianIntervalsAreMeanAndMultiples() {
        GaussianIntervals intervals = new GaussianIntervals(image(1, 2, 3), image(0, 1, 10));
        PredictiveInterval at = intervals.at(0.9);
        assertArrayEquals(
                new float[] {1, 2 - 1.6448536f, 3 - 16.448536f}, at.lower().data(), 1e-5f);
        assertArrayEquals(
                new float[] {1, 2 + 1.6448536f, 3 + 16.448536f}, at.upper().data(), 1e-5f);
        assertEquals(2 * 1.6448536 * 11 / 3, at.meanWidth(), 1e-5);
        assertEquals(2.0 / 3, at.coverage(image(1, 4, 3)), 1e-12);
        // Nothing is claimed at level 1, not even where the standard deviation is 0, and the mean alone at level 0.
        assertEquals(1, intervals.at(1).coverage(image(-1e9, 1e9, 0)));
        assertEquals(1, intervals.at(0).coverage(image(1, 2, 3)));
        assertEquals(0, intervals.at(0).coverage(image(1.1, 2.1, 3.1)));
    }

    @Test
    void whereNothingIsKnownEverythingIsCovered() {
        GaussianIntervals intervals = new GaussianIntervals(image(1), image(Float.POSITIVE_INFINITY));
        assertEquals(1, intervals.at(0.01).coverage(image(-1e30)));
        assertEquals(Double.POSITIVE_INFINITY, intervals.at(0.01).meanWidth());
        assertEquals(0, intervals.at(0).meanWidth());
    }

    /** Width 2, and 2/0.1 times the distance of what lies outside. */
    @Test
    void intervalScoreIsThatOfItsDefinition() {
        PredictiveInterval interval = new PredictiveInterval(image(0, 0, 0), image(2, 2, 2), 0.9);
        assertEquals(2 + 20 * (0.5 + 0.25) / 3, interval.score(image(1, 2.5, -0.25)), 1e-6);
    }

    @Test
    void refusesInOneSentence() {
        assertEquals(
                "the interval at index 1 is [2.0, 1.0], but must run from lower to upper",
                message(() -> new PredictiveInterval(image(0, 2), image(1, 1), 0.9)));
        assertTrue(message(() -> new PredictiveInterval(image(0), image(Double.NaN), 0.9))
                .contains("NaN"));
        assertTrue(message(() -> new GaussianIntervals(image(0), image(-1))).contains("standardDeviation is -1.0"));
        assertTrue(message(() -> new GaussianIntervals(image(0), image(Double.NaN)))
                .contains("is NaN at index 0"));
        assertTrue(message(() -> new GaussianIntervals(image(Double.NaN), image(0)))
                .startsWith("mean holds 1 NaN"));
        GaussianIntervals fine = new GaussianIntervals(image(0), image(1));
        assertTrue(message(() -> fine.at(Double.NaN)).contains("level is NaN"));
        assertTrue(message(() -> fine.at(0.9).coverage(image(Double.NaN))).startsWith("truth holds 1 NaN"));
        assertTrue(message(() -> fine.at(0.9).coverage(image(1, 2))).startsWith("truth is 2 SAMPLE"));
        assertTrue(message(() -> fine.at(1).score(image(0))).contains("level is 1"));
    }

    @Property(tries = 100)
    void quantilesOfSamplesAreThoseOfTheirOrder(
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @DoubleRange(min = 0, max = 1) double part,
            @ForAll long seed) {
        RandomGenerator random = Predictions.random(seed);
        KeptSamples kept = new KeptSamples(THREE);
        float[][] x = new float[3][n];
        for (int k = 0; k < n; k++) {
            float[] sample = {random.nextInt(5), (float) random.nextGaussian(), -3};
            kept.accept(sample);
            for (int i = 0; i < 3; i++) {
                x[i][k] = sample[i];
            }
            Arrays.fill(sample, Float.NaN);
        }
        SampleQuantiles quantiles = kept.quantiles();
        double p = (1 + part * (n - 1)) / (n + 1);
        for (int i = 0; i < 3; i++) {
            Arrays.sort(x[i]);
            double rank = 1 + part * (n - 1);
            float below = x[i][(int) Math.floor(rank + 1e-9) - 1];
            float above = x[i][Math.min(n, (int) Math.ceil(rank - 1e-9)) - 1];
            float q = quantiles.quantile(p).data()[i];
            double line = below + (rank - Math.floor(rank + 1e-9)) * (above - below);
            assertEquals(line, q, 1e-5);
            assertEquals(x[i][0], quantiles.quantile(1.0 / (n + 1)).data()[i]);
            assertEquals(x[i][n - 1], quantiles.quantile(n / (n + 1.0)).data()[i]);
            assertEquals(x[i][n / 2], quantiles.ordered(i, n / 2));
        }
    }

    /** 19 samples and the truth are exchangeable: the interval from the first to the last has level 18/20, exactly. */
    @Test
    void intervalsOfSamplesCoverWhatTheyClaim() {
        int pixels = 40_000;
        Space space = Space.vector(pixels);
        RandomGenerator random = Predictions.random(3);
        KeptSamples kept = new KeptSamples(space);
        for (int k = 0; k < 19; k++) {
            kept.accept(exponential(pixels, random));
        }
        Image truth = new Image(space, exponential(pixels, random));
        SampleQuantiles intervals = kept.quantiles();
        assertEquals(0.9, intervals.highestLevel(), 1e-12);
        for (double level : new double[] {0.1, 0.5, 0.8, 0.9}) {
            double sd = Math.sqrt(level * (1 - level) / pixels);
            assertEquals(level, intervals.at(level).coverage(truth), 4 * sd, "level " + level);
        }
        assertEquals(1, intervals.at(1).coverage(truth));
        assertTrue(
                message(() -> intervals.at(0.95)).contains("level is 0.95, but 19 samples tell intervals up to 0.9"));
        assertTrue(message(() -> intervals.quantile(0.96)).contains("19 samples tell the quantiles from 0.05 to 0.95"));
    }

    private static float[] exponential(int n, RandomGenerator random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextExponential();
        }
        return x;
    }

    @Test
    void noiseWidensTheSamples() {
        Space space = Space.vector(20_000);
        KeptSamples kept = new KeptSamples(space);
        RandomGenerator random = Predictions.random(4);
        for (int k = 0; k < 3; k++) {
            kept.accept(new float[space.length()]);
        }
        KeptSamples noisy = kept.withNoise(4, random);
        assertEquals(3, noisy.count());
        assertEquals(0, kept.images().get(0).data()[0]);
        for (Image sample : noisy.images()) {
            double squares = 0;
            for (float v : sample.data()) {
                squares += v * v;
            }
            assertEquals(4, squares / space.length(), 4 * 4 * Math.sqrt(2.0 / space.length()));
        }
        assertTrue(message(() -> kept.withNoise(-1, random)).contains("variance is -1.0"));
        assertTrue(message(() -> new KeptSamples(space).quantiles()).contains("there are 0 samples"));
        float[] bad = new float[space.length()];
        bad[5] = Float.NaN;
        assertTrue(message(() -> kept.accept(bad)).startsWith("sample 4 holds 1 NaN"));
    }
}
