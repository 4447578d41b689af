package org.preimage.operators.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaveletTest {
    @Test
    void twoMomentsHaveTheKnownTaps() {
        Wavelet filter = Wavelet.daubechies(2);
        double r = Math.sqrt(3);
        double[] expected = {1 + r, 3 + r, 3 - r, 1 - r};
        for (int k = 0; k < 4; k++) {
            assertEquals(expected[k] / (4 * Math.sqrt(2)), filter.low(k), 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 12, 16})
    void orthonormalWithVanishingMoments(int moments) {
        Wavelet filter = Wavelet.daubechies(moments);
        assertEquals(2 * moments, filter.taps());
        for (int shift = 0; shift < moments; shift++) {
            double product = 0;
            for (int k = 0; k + 2 * shift < filter.taps(); k++) {
                product += filter.low(k) * filter.low(k + 2 * shift);
            }
            assertEquals(shift == 0 ? 1 : 0, product, 1e-8);
        }
        for (int power = 0; power < moments; power++) {
            double moment = 0;
            double size = 0;
            for (int k = 0; k < filter.taps(); k++) {
                double term = filter.low(filter.taps() - 1 - k) * Math.pow(k - moments, power);
                moment += (k % 2 == 0 ? 1 : -1) * term;
                size += Math.abs(term);
            }
            assertEquals(0, moment, 1e-7 * size);
        }
    }

    @Test
    void theInverseGivesBackTheSignal() {
        Wavelet filter = Wavelet.daubechies(5);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        for (int n : new int[] {4, 6, 64, 90}) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextGaussian();
            }
            float[] coefficients = new float[n];
            float[] back = new float[n];
            filter.forward(x, n, coefficients);
            filter.inverse(coefficients, n, back);
            assertArrayEquals(x, back, 1e-5f);
        }
    }

    @Test
    void namesAreThoseOfTheFilters() {
        assertEquals("db4", Wavelet.named("db4").name());
        assertEquals(8, Wavelet.named("db4").taps());
        assertEquals(2, Wavelet.named("haar").taps());
        for (String unknown : new String[] {"db17", "db0", "sym4", ""}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Wavelet.named(unknown));
            assertEquals("the wavelet is \"" + unknown + "\", but must be haar or one of db2 to db16", e.getMessage());
        }
    }

    @Test
    void tooManyMomentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Wavelet.daubechies(0));
        assertThrows(IllegalArgumentException.class, () -> Wavelet.daubechies(17));
    }
}
