package org.preimage.operators.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.AnalysisOperatorContract;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class WaveletTransformTest {
    /** Columns, rows, a map and times. */
    private static final Space SERIES =
            Space.image(2, 4, 1).complex().with(new Axis(Role.MAP, 2)).with(new Axis(Role.TIME, 9));

    @Nested
    class RealPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(Space.image(16, 12, 1), Wavelet.daubechies(3), 2);
        }
    }

    @Nested
    class OddComplexPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(Space.image(9, 7, 1).complex(), Wavelet.daubechies(2), 3);
        }
    }

    @Nested
    class VolumeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(
                    Space.volume(6, 1, 5, 1).complex().with(new Axis(Role.MAP, 2)), Wavelet.haar(), 2);
        }
    }

    @Nested
    class TimeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(SERIES, Wavelet.daubechies(2), 2, 3, 1);
        }
    }

    @Nested
    class BiorthogonalTimeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(SERIES, Wavelet.cdf97(), 2, 3);
        }
    }

    @Nested
    class BiorthogonalPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new WaveletTransform(Space.image(11, 12, 1), Wavelet.cdf97(), 2);
        }
    }

    private static float[] gaussian(Space space) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** The whole tables of another program: signs, alignment and layout. */
    @ParameterizedTest
    @ValueSource(strings = {"haar", "db4"})
    void agreesWithPyWavelets(String name) throws IOException {
        Image image = Npy.read(SharedData.require("refs/ellipses64.npy"));
        Image expected =
                Npy.read(SharedData.require("refs/pywt_" + name + "_periodization_level3_coeffs_to_array.npy"));
        Space space = Space.image(64, 64, 1);
        WaveletTransform w = new WaveletTransform(space, Wavelet.named(name), 3);
        float[] found = w.apply(image.data());
        assertArrayEquals(expected.data(), found, 1e-5f);
        assertArrayEquals(new int[] {8, 8}, w.approximation());
        assertArrayEquals(image.data(), w.adjoint(found), 1e-5f);
    }

    /** The filter's formula, line by line and part by part, with odd samples handed on. */
    @ParameterizedTest
    @CsvSource({"1,20,13", "2,23,8", "2,4,6", "4,36,50", "5,37,2", "7,40,24", "10,6,5"})
    void agreesWithTheFormula(int moments, int nx, int ny) {
        Space space = Space.image(nx, ny, 1).complex();
        int levels = Math.min(3, WaveletTransform.mostLevels(space));
        Wavelet wavelet = Wavelet.daubechies(moments);
        float[] x = gaussian(space);
        float[] slow = x.clone();
        int w = nx;
        int h = ny;
        for (int level = 0; level < levels; level++) {
            for (int part = 0; part < 2; part++) {
                for (int r = 0; r < h; r++) {
                    slowLine(slow, 2 * r * nx + part, 2, w, wavelet);
                }
                for (int c = 0; c < w; c++) {
                    slowLine(slow, 2 * c + part, 2 * nx, h, wavelet);
                }
            }
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
        LinearOperator fast = new WaveletTransform(space, wavelet, levels);
        assertArrayEquals(slow, fast.apply(x), 2e-5f);
        assertArrayEquals(x, fast.adjoint(slow), 2e-5f);
    }

    private static void slowLine(float[] x, int start, int stride, int n, Wavelet wavelet) {
        if (n == 1) {
            return;
        }
        int even = n / 2 * 2;
        float[] line = new float[n];
        for (int i = 0; i < n; i++) {
            line[i] = x[start + i * stride];
        }
        float[] step = new float[even];
        wavelet.forward(line, even, step);
        int averages = (n + 1) / 2;
        for (int i = 0; i < even / 2; i++) {
            x[start + i * stride] = step[i];
            x[start + (averages + i) * stride] = step[even / 2 + i];
        }
        if (n % 2 == 1) {
            x[start + (averages - 1) * stride] = line[n - 1];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 10})
    void keepsNormsOfAnySize(int moments) {
        for (Space space :
                new Space[] {Space.image(33, 18, 1), Space.volume(7, 10, 9, 1).complex()}) {
            WaveletTransform w = new WaveletTransform(space, Wavelet.daubechies(moments), 3);
            float[] x = gaussian(space);
            assertEquals(1, Vectors.norm(w.apply(x)) / Vectors.norm(x), 1e-6);
            assertTrue(Vectors.relativeDistance(w.adjoint(w.apply(x)), x) < 1e-6);
        }
    }

    /** Polynomials of degree N - 1 have no details but at the seam. */
    @Test
    void detailsOfPolynomialsVanish() {
        Space line = Space.of(new Axis(Role.X, 64));
        float[] x = line.zeros();
        for (int i = 0; i < 64; i++) {
            x[i] = 1 + 0.1f * i + 0.01f * i * i;
        }
        float[] y = new WaveletTransform(line, Wavelet.daubechies(3), 1).apply(x);
        for (int i = 34; i < 62; i++) {
            assertEquals(0, y[i], 1e-4, "detail " + i);
        }
    }

    @Test
    void tooManyLevelsAreRefused() {
        Space space = Space.image(17, 8, 1);
        assertEquals(5, WaveletTransform.mostLevels(space));
        for (int levels : new int[] {0, 6}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> new WaveletTransform(space, Wavelet.haar(), levels));
            assertEquals(
                    "levels is " + levels + ", but must lie between 1 and 5 for an image of 17 X x 8 Y",
                    e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new WaveletTransform(Space.vector(8), Wavelet.haar(), 1));
    }

    /** Each pixel's course of time by itself, and nothing else. */
    @Test
    void alongTimeEachPixelIsALine() {
        WaveletTransform time = new WaveletTransform(SERIES, Wavelet.daubechies(3), 3, 3);
        Space line = Space.vector(9);
        WaveletTransform one = new WaveletTransform(Space.of(new Axis(Role.X, 9, 1)), Wavelet.daubechies(3), 3);
        float[] x = SERIES.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.37 * i * i);
        }
        float[] all = time.apply(x);
        int stride = x.length / 9;
        float[] course = line.zeros();
        for (int p = 0; p < stride; p++) {
            for (int t = 0; t < 9; t++) {
                course[t] = x[p + t * stride];
            }
            float[] expected = one.apply(course);
            for (int t = 0; t < 9; t++) {
                assertEquals(expected[t], all[p + t * stride], 1e-5);
            }
        }
        assertArrayEquals(new int[] {2, 4, 2, 2}, time.approximation());
    }

    @Test
    void axesThatAreNotThereAreRefused() {
        for (int[] axes : new int[][] {{}, {4}, {-1}, {1, 1}}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> new WaveletTransform(SERIES, Wavelet.haar(), 1, axes));
            assertTrue(e.getMessage().contains("must be different numbers from 0 to 3"), e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new WaveletTransform(SERIES, Wavelet.haar(), 3, 1, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> new WaveletTransform(SERIES, Wavelet.haar(), 4, 1));
    }
}
