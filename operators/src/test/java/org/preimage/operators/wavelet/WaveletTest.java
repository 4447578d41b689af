package org.preimage.operators.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Wavelet> orthogonal() {
        return Stream.concat(
                IntStream.rangeClosed(1, Wavelet.MOST_MOMENTS).mapToObj(Wavelet::daubechies),
                IntStream.rangeClosed(2, Wavelet.MOST_SYMLET_MOMENTS).mapToObj(Wavelet::symlet));
    }

    /** Half of the taps: the number that the name promises. */
    private static int moments(Wavelet filter) {
        return filter.name().equals("haar") ? 1 : Integer.parseInt(filter.name().replaceAll("\\D", ""));
    }

    /** sum_k h_k h_{k+2m} = sum_k g_k g_{k+2m} = delta_m, and sum_k h_k g_{k+2m} = 0 for all m. */
    @ParameterizedTest
    @MethodSource("orthogonal")
    void orthonormal(Wavelet filter) {
        int n = filter.taps();
        assertEquals(2 * moments(filter), n);
        for (int shift = -n / 2; shift <= n / 2; shift++) {
            double low = 0;
            double high = 0;
            double mixed = 0;
            for (int k = Math.max(0, -2 * shift); k < n && k + 2 * shift < n; k++) {
                low += filter.low(k) * filter.low(k + 2 * shift);
                high += filter.high(k) * filter.high(k + 2 * shift);
                mixed += filter.low(k) * filter.high(k + 2 * shift);
            }
            assertEquals(shift == 0 ? 1 : 0, low, 1e-8);
            assertEquals(shift == 0 ? 1 : 0, high, 1e-8);
            assertEquals(0, mixed, 1e-8);
        }
    }

    /** sum_k k^p g_k = 0 for p below the number of moments, and not for that number; the sum of h is sqrt 2. */
    @ParameterizedTest
    @MethodSource("orthogonal")
    void momentsVanish(Wavelet filter) {
        int moments = moments(filter);
        double sum = 0;
        for (int k = 0; k < filter.taps(); k++) {
            sum += filter.low(k);
        }
        assertEquals(Math.sqrt(2), sum, 1e-8);
        for (int power = 0; power <= moments; power++) {
            double moment = 0;
            double size = 0;
            for (int k = 0; k < filter.taps(); k++) {
                double term = filter.high(k) * Math.pow(k - moments + 0.5, power);
                moment += term;
                size += Math.abs(term);
            }
            double relative = Math.abs(moment) / size;
            assertTrue(
                    power < moments ? relative <= 1e-7 : relative > 1e-6,
                    filter + " has the moment " + power + " of relative size " + relative);
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

    /** Figures of table 6.3 of Daubechies' Ten Lectures, and of the first and last taps of longer ones. */
    @Test
    void symletsHaveThePublishedTaps() {
        double[] four = {
            0.0322231006040427,
            -0.0126039672620378,
            -0.0992195435768472,
            0.2978577956052774,
            0.8037387518059161,
            0.4976186676320155,
            -0.0296355276459985,
            -0.0757657147892733
        };
        for (int k = 0; k < 8; k++) {
            assertEquals(four[k], Wavelet.symlet(4).low(k), 1e-10);
        }
        double[][] ends = {
            {5, 0.0195388827352867, 0.0273330683450780},
            {6, -0.0078007083250340, 0.0154041093270274},
            {7, 0.0102681767085113, 0.0026818145682579},
            {8, 0.0018899503327595, -0.0033824159510061},
            {9, 0.0010694900329086, 0.0014009155259147},
            {10, -0.0004593294210047, 0.0007701598091145}
        };
        for (double[] end : ends) {
            Wavelet symlet = Wavelet.symlet((int) end[0]);
            assertEquals(end[1], symlet.low(0), 1e-10, symlet.name());
            assertEquals(end[2], symlet.low(symlet.taps() - 1), 1e-10, symlet.name());
        }
        for (int k = 0; k < 6; k++) {
            assertEquals(Wavelet.daubechies(3).low(k), Wavelet.symlet(3).low(k), 1e-10);
        }
    }

    /** The filters of JPEG 2000 (ISO/IEC 15444-1, annex F), scaled to the sum sqrt 2. */
    @Test
    void biorthogonalWaveletsHaveThePublishedTaps() {
        double[] nine = {0.602949018236, 0.266864118443, -0.078223266529, -0.016864118443, 0.026748757411};
        double[] seven = {1.115087052457, 0.591271763114, -0.057543526229, -0.091271763114};
        Wavelet w = Wavelet.cdf97();
        for (int k = 0; k < 5; k++) {
            assertEquals(nine[k] * Math.sqrt(2), w.low(4 + k), 1e-9);
            assertEquals(nine[k] * Math.sqrt(2), w.low(4 - k), 1e-9);
        }
        for (int k = 0; k < 4; k++) {
            assertEquals(seven[k] / Math.sqrt(2), w.dual().low(4 + k), 1e-9);
            assertEquals(seven[k] / Math.sqrt(2), w.dual().low(4 - k), 1e-9);
        }
        double[] five = {0, -0.125, 0.25, 0.75, 0.25, -0.125};
        double[] three = {0, 0, 0.5, 1, 0.5, 0};
        Wavelet v = Wavelet.cdf53();
        for (int k = 0; k < 6; k++) {
            assertEquals(five[(k + 1) % 6] * Math.sqrt(2), v.low(k), 1e-12);
            assertEquals(three[(k + 1) % 6] / Math.sqrt(2), v.dual().low(k), 1e-12);
        }
    }

    @Test
    void dualsInvert() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2);
        for (String name : Wavelet.names()) {
            Wavelet w = Wavelet.named(name);
            assertEquals(!name.startsWith("cdf"), w.isOrthogonal(), name);
            assertEquals(name, w.dual().dual().name().replace("haar", name.equals("db1") ? "db1" : "haar"));
            float[] x = new float[40];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            float[] coefficients = new float[40];
            float[] back = new float[40];
            w.forward(x, 40, coefficients);
            w.inverse(coefficients, 40, back);
            assertArrayEquals(x, back, 1e-5f, name);
            w.dual().forward(x, 40, coefficients);
            w.dual().inverse(coefficients, 40, back);
            assertArrayEquals(x, back, 1e-5f, name);
        }
    }

    @Test
    void namesAreThoseOfTheFilters() {
        assertEquals("db4", Wavelet.named("db4").name());
        assertEquals(8, Wavelet.named("db4").taps());
        assertEquals(2, Wavelet.named("haar").taps());
        assertEquals("sym8", Wavelet.named("sym8").name());
        assertEquals("cdf97", Wavelet.named("cdf97").name());
        for (String unknown : new String[] {"db17", "db0", "sym1", "sym11", "cdf97*", ""}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Wavelet.named(unknown));
            assertEquals(
                    "the wavelet is \"" + unknown
                            + "\", but must be haar, one of db1 to db16 or sym2 to sym10, cdf53 or cdf97",
                    e.getMessage());
        }
    }

    @Test
    void tooManyMomentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Wavelet.daubechies(0));
        assertThrows(IllegalArgumentException.class, () -> Wavelet.daubechies(17));
        assertThrows(IllegalArgumentException.class, () -> Wavelet.symlet(1));
        assertThrows(IllegalArgumentException.class, () -> Wavelet.symlet(11));
    }
}
