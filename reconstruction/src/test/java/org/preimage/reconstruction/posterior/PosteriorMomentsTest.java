package org.preimage.reconstruction.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class PosteriorMomentsTest {
    private static final Space SPACE = Space.vector(7);

    private static float[][] gaussian(int samples, double offset, double sd, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[samples][SPACE.length()];
        for (float[] sample : x) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) (offset + sd * random.nextGaussian());
            }
        }
        return x;
    }

    /** Two passes over kept samples, the obvious way. */
    private static double[] naive(float[][] x, int i) {
        double mean = 0;
        for (float[] sample : x) {
            mean += sample[i];
        }
        mean /= x.length;
        double squares = 0;
        for (float[] sample : x) {
            squares += (sample[i] - mean) * (sample[i] - mean);
        }
        return new double[] {mean, squares / (x.length - 1)};
    }

    @Property(tries = 100)
    void onePassIsTwoPasses(
            @ForAll @IntRange(min = 2, max = 40) int samples,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double offset,
            @ForAll @DoubleRange(min = 1, max = 100) double sd,
            @ForAll @DoubleRange(min = 0, max = 10) double noise,
            @ForAll long seed) {
        float[][] x = gaussian(samples, offset, sd, seed);
        PosteriorMoments moments = new PosteriorMoments(SPACE);
        for (float[] sample : x) {
            moments.add(sample);
        }
        assertEquals(samples, moments.count());
        Image map = Image.zeros(SPACE);
        for (int i = 0; i < SPACE.length(); i++) {
            map.data()[i] = (float) noise * i;
        }
        for (int i = 0; i < SPACE.length(); i++) {
            double[] expected = naive(x, i);
            assertEquals(expected[0], moments.mean().data()[i], 1e-6 * Math.abs(expected[0]) + 1e-6);
            double plain = Math.sqrt(expected[1]);
            assertEquals(plain, moments.standardDeviation().data()[i], 1e-6 * plain);
            double noisy = Math.sqrt(expected[1] + noise);
            assertEquals(noisy, moments.standardDeviation(noise).data()[i], 1e-6 * noisy);
            double mapped = Math.sqrt(expected[1] + map.data()[i]);
            assertEquals(mapped, moments.standardDeviation(map).data()[i], 1e-6 * mapped);
        }
    }

    /** Components N(-1, 4) and N(1, 9), each twice: the mean of variances 6.5, the variance of means (4 - 1) / 4 times 4/3. */
    @Test
    void varianceOfAMixtureIsThatOfMeansPlusTheMeanOfVariances() {
        PosteriorMoments moments = new PosteriorMoments(Space.vector(1));
        for (int k = 0; k < 2; k++) {
            moments.add(new float[] {-1}, new float[] {4});
            moments.add(new float[] {1}, new float[] {9});
        }
        assertEquals(0, moments.mean().data()[0], 1e-12);
        assertEquals(Math.sqrt(6.5 + 4.0 / 3), moments.standardDeviation().data()[0], 1e-6);
    }

    @Test
    void refusesInOneSentence() {
        PosteriorMoments moments = new PosteriorMoments(SPACE);
        assertThrows(IllegalStateException.class, moments::mean);
        float[] x = new float[7];
        moments.add(x);
        assertEquals(
                "the number of samples is 1, but a standard deviation needs at least 2",
                assertThrows(IllegalStateException.class, moments::standardDeviation)
                        .getMessage());
        x[3] = Float.NaN;
        assertEquals(
                "sample 2 holds 1 NaN or infinite value (the first at index 3), but must be finite",
                message(() -> moments.add(x)));
        assertEquals(1, moments.count());
        assertTrue(message(() -> moments.add(new float[6])).startsWith("sample has 6 values"));
        float[] y = new float[7];
        assertEquals(
                "variance of sample 2 is -1.0 at index 2, but must not be negative",
                message(() -> moments.add(y, new float[] {0, 0, -1, 0, 0, 0, 0})));
        moments.add(y);
        assertTrue(message(() -> moments.standardDeviation(Double.NaN)).contains("noise variance is NaN"));
        assertTrue(message(() -> moments.standardDeviation(-1)).contains("noise variance is -1.0"));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
