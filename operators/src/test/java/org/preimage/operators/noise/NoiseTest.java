package org.preimage.operators.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.7, 5, 9.99, 10, 33.3, 1000, 1e7})
    void poissonHasItsMeanAndVariance(double mean) {
        RandomGenerator random = random(11);
        int n = 200_000;
        double sum = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double d = Poisson.sample(mean, random) - mean;
            sum += d;
            square += d * d;
        }
        // Var of the squared deviation is mean + 2 mean^2.
        assertEquals(0, sum / n, 4 * Math.sqrt(mean / n));
        assertEquals(mean, square / n, 4 * Math.sqrt((mean + 2 * mean * mean) / n));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 9.5, 10.5, 60, 400})
    void poissonHasItsDistribution(double mean) {
        RandomGenerator random = random(12);
        int n = 200_000;
        int width = (int) (mean + 10 * Math.sqrt(mean) + 10);
        long[] counts = new long[width];
        for (int i = 0; i < n; i++) {
            counts[(int) Poisson.sample(mean, random)]++;
        }
        PoissonDistribution exact = new PoissonDistribution(mean);
        double chi = 0;
        int cells = 0;
        double restSeen = n;
        double restExpected = n;
        for (int k = 0; k < width; k++) {
            double expected = n * exact.probability(k);
            if (expected >= 10) {
                chi += Math.pow(counts[k] - expected, 2) / expected;
                restSeen -= counts[k];
                restExpected -= expected;
                cells++;
            }
        }
        chi += Math.pow(restSeen - restExpected, 2) / restExpected;
        double limit = new ChiSquaredDistribution(cells).inverseCumulativeProbability(0.999);
        assertTrue(chi < limit, "chi squared " + chi + " of " + cells + " cells, limit " + limit);
    }

    @Test
    void poissonOfNothingIsNothingAndNonsenseIsRefused() {
        assertEquals(0, Poisson.sample(0, random(1)));
        assertThrows(IllegalArgumentException.class, () -> Poisson.sample(-1, random(1)));
        assertThrows(IllegalArgumentException.class, () -> Poisson.sample(Double.NaN, random(1)));
        assertThrows(IllegalArgumentException.class, () -> Poisson.sample(1e16, random(1)));
    }

    @Test
    void gaussianHasItsMeanAndVariance() {
        float[] clean = new float[200_000];
        Arrays.fill(clean, 3);
        float[] noisy = new GaussianNoise(0.5).sample(clean, random(3));
        double sum = 0;
        double square = 0;
        for (float v : noisy) {
            sum += v - 3;
            square += (v - 3) * (v - 3);
        }
        int n = clean.length;
        assertEquals(0, sum / n, 4 * 0.5 / Math.sqrt(n));
        assertEquals(0.25, square / n, 4 * 0.25 * Math.sqrt(2.0 / n));
        assertEquals(3, clean[0]);
    }

    @Test
    void relativeNoiseScalesWithTheData() {
        assertEquals(
                0.05 * 2,
                new RelativeGaussianNoise(0.05).of(new float[] {-1, 3}).standardDeviation(),
                1e-12);
        float[] clean = {1, -2, 6};
        assertArrayEquals(
                new GaussianNoise(0.3).sample(clean, random(4)),
                new RelativeGaussianNoise(0.1).sample(clean, random(4)),
                1e-6f);
    }

    @Test
    void transmissionHasTheCountsMeanAndVariance() {
        int n = 100_000;
        float[] clean = new float[n];
        Arrays.fill(clean, 40);
        double mu = 0.05;
        double mean = 5000 * Math.exp(-2);
        float[] noisy = new PoissonTransmission(5000, mu).sample(clean, random(5));
        double sum = 0;
        double square = 0;
        for (float v : noisy) {
            double d = 5000 * Math.exp(-mu * v) - mean;
            sum += d;
            square += d * d;
        }
        assertEquals(0, sum / n, 4 * Math.sqrt(mean / n));
        assertEquals(mean, square / n, 5 * mean * Math.sqrt(2.0 / n));
    }

    @Test
    void cellsWithoutPhotonsStayFinite() {
        float[] noisy = new PoissonTransmission(100).sample(new float[] {1000, 1000}, random(6));
        assertEquals(-Math.log(0.1 / 100), noisy[0], 1e-5);
        assertThrows(IllegalArgumentException.class, () -> new PoissonTransmission(100)
                .sample(new float[] {Float.NaN}, random(6)));
        assertThrows(IllegalArgumentException.class, () -> new PoissonTransmission(100)
                .sample(new float[] {-1000}, random(6)));
    }

    @Test
    void countsHaveTheMeanAndVarianceOfPoisson() {
        float[] clean = new float[20000];
        Arrays.fill(clean, 6);
        float[] noisy = new PoissonCounts(2).sample(clean, random(7));
        double mean = 0;
        double square = 0;
        for (float v : noisy) {
            assertEquals(Math.rint(2 * v), 2 * v);
            mean += v / clean.length;
            square += (v - 6) * (v - 6) / clean.length;
        }
        assertEquals(6, mean, 4 * Math.sqrt(3.0 / clean.length));
        assertEquals(3, square, 0.2);
        assertThrows(IllegalArgumentException.class, () -> new PoissonCounts(0));
    }

    @Test
    void aSeedFixesTheNoise() {
        float[] clean = {0, 1, 2, 3, 4};
        for (NoiseModel noise :
                new NoiseModel[] {new GaussianNoise(1), new PoissonTransmission(1e4), new PoissonCounts(3)}) {
            float[] a = noise.sample(clean, random(9));
            assertArrayEquals(a, noise.sample(clean, random(9)));
            assertTrue(!Arrays.equals(a, noise.sample(clean, random(10))));
            assertThrows(IllegalArgumentException.class, () -> noise.sample(clean, random(9), new float[4]));
        }
    }

    @Test
    void textNamesANoiseModel() {
        assertEquals(new GaussianNoise(0.05), NoiseModel.parse("gaussian:0.05"));
        assertEquals(new RelativeGaussianNoise(0.05), NoiseModel.parse("gaussian:5%"));
        assertEquals(new PoissonTransmission(1e4), NoiseModel.parse("poisson:1e4"));
        assertEquals(new PoissonCounts(0.5), NoiseModel.parse("counts:0.5"));
        assertEquals(new PoissonTransmission(1e4, 0.02), NoiseModel.parse("poisson:1e4:0.02"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gaussian",
                "gaussian:",
                "gaussian:x",
                "gaussian:-1",
                "gaussian:1:2",
                "gaussian:NaN",
                "poisson:0",
                "poisson:1e4:0",
                "poisson:1e4:1:1",
                "poisson:1e400",
                "salt:1",
                "gaussian:%"
            })
    void wrongTextIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> NoiseModel.parse(text))
                .getMessage();
        assertTrue(message.contains("but must be"), message);
    }
}
