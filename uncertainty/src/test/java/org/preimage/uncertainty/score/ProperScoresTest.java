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
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.KeptSamples;
import org.preimage.uncertainty.prediction.StandardNormal;

class ProperScoresTest {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private static Assessment one(double mean, double sd, double truth) {
        return Predictions.of(new float[] {(float) mean}, new float[] {(float) sd}, new float[] {(float) truth});
    }

    private static Image image(double... values) {
        Image image = Image.zeros(Space.vector(values.length));
        for (int i = 0; i < values.length; i++) {
            image.data()[i] = (float) values[i];
        }
        return image;
    }

    @Test
    void logLikelihoodIsThatOfTheFormula() {
        assertEquals(-0.5 * LOG_TWO_PI, LogLikelihood.gaussian(one(3, 1, 3)), 1e-12);
        assertEquals(-0.5 * LOG_TWO_PI - Math.log(2) - 0.5 * 2.25, LogLikelihood.gaussian(one(0, 2, 3)), 1e-12);
        // No density underflows: 1e6 standard deviations.
        assertEquals(-0.5 * LOG_TWO_PI - 5e11, LogLikelihood.gaussian(one(0, 1, 1e6)), 1);
    }

    /** E log N(y; m, s^2) with y = m + c s xi is -(log 2 pi + c^2) / 2 - E log s, and largest at c = 1 for given errors. */
    @Test
    void expectedLogLikelihoodIsKnown() {
        for (double c : new double[] {0.5, 1, 3}) {
            int pixels = 100_000;
            Assessment a = Predictions.gaussian(pixels, c, Predictions.random(7));
            double logs = 0;
            for (int i = 0; i < pixels; i++) {
                logs += Math.log(a.deviation(i)) / pixels;
            }
            double expected = -(LOG_TWO_PI + c * c) / 2 - logs;
            assertEquals(expected, LogLikelihood.gaussian(a), 4 * c * c / Math.sqrt(2.0 * pixels));
            if (c != 1) {
                assertTrue(LogLikelihood.gaussian(a.scaled(c)) > LogLikelihood.gaussian(a));
            }
        }
    }

    @Test
    void noDensityWithoutDeviation() {
        Assessment a = Predictions.of(new float[3], new float[] {1, 0, 0}, new float[3]);
        String message = assertThrows(IllegalArgumentException.class, () -> LogLikelihood.gaussian(a))
                .getMessage();
        assertTrue(message.startsWith("standardDeviation is 0 at 2 of 3 pixels"), message);
    }

    @Test
    void mixtureOfOneIsAGaussian() {
        Image sample = image(1, -2, 0.5);
        Image truth = image(0, 0, 4);
        Assessment a = new Assessment(sample, image(1.5, 1.5, 1.5), truth);
        assertEquals(LogLikelihood.gaussian(a), LogLikelihood.mixture(List.of(sample), 2.25, truth), 1e-6);
        assertEquals(LogLikelihood.gaussian(a), LogLikelihood.jointMixture(List.of(sample, sample), 2.25, truth), 1e-6);
    }

    /** By hand: pixels (0, 0) and samples (0, 0), (2, 0), (0, 2) with unit variance. */
    @Test
    void mixtureIsThatOfItsDefinition() {
        List<Image> samples = List.of(image(0, 0), image(2, 0), image(0, 2));
        double far = Math.exp(-2);
        double pixel = Math.log((2 + far) / 3) - 0.5 * LOG_TWO_PI;
        assertEquals(pixel, LogLikelihood.mixture(samples, 1, image(0, 0)), 1e-12);
        double joint = Math.log((1 + 2 * far) / 3) / 2 - 0.5 * LOG_TWO_PI;
        assertEquals(joint, LogLikelihood.jointMixture(samples, 1, image(0, 0)), 1e-12);
        // Far away both are that of the nearest sample, without underflow.
        assertEquals(
                -0.5e8 - Math.log(3) / 2 - 0.5 * LOG_TWO_PI,
                LogLikelihood.jointMixture(samples, 1, image(-1e4, -1e4)),
                1);
        assertThrows(IllegalArgumentException.class, () -> LogLikelihood.mixture(samples, 0, image(0, 0)));
        assertThrows(IllegalArgumentException.class, () -> LogLikelihood.mixture(List.of(), 1, image(0, 0)));
        assertThrows(
                IllegalArgumentException.class, () -> LogLikelihood.jointMixture(samples, 1, image(0, Double.NaN)));
    }

    /** Samples of N(0, 1) with kernels of variance v are the distribution N(0, 1 + v), whose likelihood many of them reach. */
    @Test
    void mixtureOfManyIsTheirDistribution() {
        int pixels = 50;
        RandomGenerator random = Predictions.random(5);
        List<Image> samples = new ArrayList<>();
        Space space = Space.vector(pixels);
        for (int s = 0; s < 20_000; s++) {
            Image x = Image.zeros(space);
            for (int i = 0; i < pixels; i++) {
                x.data()[i] = (float) random.nextGaussian();
            }
            samples.add(x);
        }
        Image truth = Image.zeros(space);
        Image sd = Image.zeros(space);
        for (int i = 0; i < pixels; i++) {
            truth.data()[i] = (float) (1.5 * random.nextGaussian());
            sd.data()[i] = (float) Math.sqrt(1.25);
        }
        double expected = LogLikelihood.gaussian(new Assessment(Image.zeros(space), sd, truth));
        assertEquals(expected, LogLikelihood.mixture(samples, 0.25, truth), 0.04);
    }

    /** The definition, integrated over a fine grid. */
    @Property(tries = 30)
    void crpsIsTheIntegralOfItsDefinition(
            @ForAll @DoubleRange(min = -3, max = 3) double mean,
            @ForAll @DoubleRange(min = 0.05, max = 3) double sd,
            @ForAll @DoubleRange(min = -6, max = 6) double truth) {
        Assessment a = one(mean, sd, truth);
        int steps = 40_000;
        double from = -40;
        double step = 80.0 / steps;
        double integral = 0;
        for (int k = 0; k < steps; k++) {
            double x = from + (k + 0.5) * step;
            double f = StandardNormal.probability((x - mean) / sd)
                    - (x >= a.truth().data()[0] ? 1 : 0);
            integral += f * f * step;
        }
        assertEquals(integral, Crps.gaussian(a), 3e-3);
    }

    @Test
    void crpsOfAPointIsTheAbsoluteError() {
        assertEquals(2, Crps.gaussian(one(1, 0, 3)), 1e-12);
        assertEquals(0, Crps.gaussian(one(1, 0, 1)));
        assertEquals(2, Crps.gaussian(one(1, 1e-30, 3)), 1e-6);
        assertEquals(2e30, Crps.gaussian(one(0, Float.MIN_VALUE, 2e30)), 1e24);
    }

    /** Truth and prediction both N(m, s^2): s / sqrt(pi). */
    @Test
    void expectedCrpsIsKnown() {
        int pixels = 100_000;
        Assessment a = Predictions.gaussian(pixels, 1, Predictions.random(2));
        double mean = 0;
        for (int i = 0; i < pixels; i++) {
            mean += a.deviation(i) / pixels;
        }
        assertEquals(mean / Math.sqrt(Math.PI), Crps.gaussian(a), 4 * 0.6 / Math.sqrt(pixels));
    }

    @Property(tries = 60)
    void crpsOfSamplesIsThatOfAllPairs(@ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
        RandomGenerator random = Predictions.random(seed);
        KeptSamples kept = new KeptSamples(Space.vector(2));
        double[][] x = new double[n][2];
        for (double[] sample : x) {
            float[] f = {(float) random.nextGaussian(), random.nextInt(3)};
            kept.accept(f);
            sample[0] = f[0];
            sample[1] = f[1];
        }
        double[] truth = {0.5, 1};
        double biased = 0;
        double fair = 0;
        for (int i = 0; i < 2; i++) {
            double distance = 0;
            double pairs = 0;
            for (double[] s : x) {
                distance += Math.abs(s[i] - truth[i]) / n;
                for (double[] t : x) {
                    pairs += Math.abs(s[i] - t[i]);
                }
            }
            biased += (distance - pairs / (2.0 * n * n)) / 2;
            fair += (distance - pairs / (2.0 * n * (n - 1))) / 2;
        }
        assertEquals(biased, Crps.samples(kept.quantiles(), image(truth)), 1e-9);
        assertEquals(fair, Crps.fair(kept.quantiles(), image(truth)), 1e-9);
    }

    /** Three samples a pixel: the fair score has the expectation 1/sqrt(pi) of N(0, 1), the other one is larger by a third of it. */
    @Test
    void fairScoreHasNoBias() {
        int pixels = 60_000;
        Space space = Space.vector(pixels);
        RandomGenerator random = Predictions.random(6);
        KeptSamples kept = new KeptSamples(space);
        float[] x = new float[pixels];
        for (int s = 0; s < 4; s++) {
            for (int i = 0; i < pixels; i++) {
                x[i] = (float) random.nextGaussian();
            }
            if (s < 3) {
                kept.accept(x);
            }
        }
        Image truth = new Image(space, x);
        double expected = 1 / Math.sqrt(Math.PI);
        assertEquals(expected, Crps.fair(kept.quantiles(), truth), 0.015);
        assertEquals(expected * 4 / 3, Crps.samples(kept.quantiles(), truth), 0.015);
        KeptSamples single = new KeptSamples(space);
        single.accept(x);
        assertThrows(IllegalArgumentException.class, () -> Crps.fair(single.quantiles(), truth));
    }
}
