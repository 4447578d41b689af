package org.preimage.operators.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.AnalysisOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class SymmetricWaveletTransformTest {
    @Nested
    class RealPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new SymmetricWaveletTransform(Space.image(14, 9, 1), Wavelet.cdf53(), 1);
        }
    }

    @Nested
    class TwoLevelsContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new SymmetricWaveletTransform(Space.image(12, 7, 1).complex(), Wavelet.daubechies(2), 2);
        }
    }

    @Nested
    class VolumeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new SymmetricWaveletTransform(
                    Space.volume(5, 1, 4, 1).with(new Axis(Role.TIME, 2)), Wavelet.symlet(2), 1);
        }
    }

    @Nested
    class LongFilterOnAShortAxisContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new SymmetricWaveletTransform(Space.image(20, 3, 1), Wavelet.daubechies(5), 1);
        }
    }

    /** One line after the other by the formula; the bands placed as PyWavelets' coeffs_to_array does. */
    @ParameterizedTest
    @CsvSource({"db4,64,37,3", "sym5,33,50,1", "cdf97,41,64,2", "haar,15,17,3", "db10,45,30,1"})
    void agreesWithTheFormula(String name, int nx, int ny, int levels) {
        Wavelet wavelet = Wavelet.named(name);
        Space space = Space.image(nx, ny, 1);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.1 * i * i);
        }
        double[][] image = new double[ny][nx];
        for (int i = 0; i < x.length; i++) {
            image[i / nx][i % nx] = x[i];
        }
        SymmetricWaveletTransform w = new SymmetricWaveletTransform(space, wavelet, levels);
        float[] found = w.apply(x);
        double[][][][] bands = new double[levels][][][];
        for (int level = 0; level < levels; level++) {
            double[][] rows = new double[image.length][];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = step(image[r], wavelet);
            }
            double[][] columns = transposed(rows);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = step(columns[c], wavelet);
            }
            double[][] both = transposed(columns);
            int h = both.length / 2;
            int v = both[0].length / 2;
            bands[level] = new double[][][] {
                part(both, 0, 0, h, v), part(both, 0, v, h, v), part(both, h, 0, h, v), part(both, h, v, h, v)
            };
            image = bands[level][0];
        }
        double[][] expected = new double[w.range().size(1)][w.range().size(0)];
        put(image, expected, 0, 0);
        int top = image.length;
        int left = image[0].length;
        for (int level = levels - 1; level >= 0; level--) {
            put(bands[level][1], expected, 0, left);
            put(bands[level][2], expected, top, 0);
            put(bands[level][3], expected, top, left);
            top += bands[level][3].length;
            left += bands[level][3][0].length;
        }
        assertEquals(expected.length, top);
        assertEquals(expected[0].length, left);
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i / left][i % left], found[i], 1e-5, "coefficient " + i);
        }
        assertArrayEquals(new int[] {image[0].length, image.length}, w.approximation());
    }

    private static double[] step(double[] x, Wavelet wavelet) {
        int taps = wavelet.taps();
        int half = (x.length + taps - 1) / 2;
        double[] out = new double[2 * half];
        for (int i = 0; i < half; i++) {
            for (int k = 0; k < taps; k++) {
                int at = 2 * i + k - taps + 2;
                while (at < 0 || at >= x.length) {
                    at = at < 0 ? -1 - at : 2 * x.length - 1 - at;
                }
                out[i] += wavelet.low(k) * x[at];
                out[half + i] += wavelet.high(k) * x[at];
            }
        }
        return out;
    }

    private static double[][] transposed(double[][] x) {
        double[][] t = new double[x[0].length][x.length];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < x[0].length; c++) {
                t[c][r] = x[r][c];
            }
        }
        return t;
    }

    private static double[][] part(double[][] x, int top, int left, int h, int w) {
        double[][] part = new double[h][];
        for (int r = 0; r < h; r++) {
            part[r] = Arrays.copyOfRange(x[top + r], left, left + w);
        }
        return part;
    }

    private static void put(double[][] part, double[][] x, int top, int left) {
        for (int r = 0; r < part.length; r++) {
            System.arraycopy(part[r], 0, x[top + r], left, part[r].length);
        }
    }

    /** A ramp jumps where a periodic transform joins its ends, but not where it is mirrored. */
    @Test
    void edgesDoNotMeet() {
        Space line = Space.of(new Axis(Role.X, 64));
        float[] x = line.zeros();
        for (int i = 0; i < 64; i++) {
            x[i] = i;
        }
        assertTrue(largestDetail(new WaveletTransform(line, Wavelet.symlet(4), 1), x) > 10);
        assertTrue(largestDetail(new SymmetricWaveletTransform(line, Wavelet.symlet(4), 1), x) < 0.7);
    }

    private static double largestDetail(AnalysisOperator w, float[] x) {
        float[] y = w.apply(x);
        double largest = 0;
        for (int i = w.approximation()[0]; i < y.length; i++) {
            largest = Math.max(largest, Math.abs(y[i]));
        }
        return largest;
    }

    @Test
    void aSingleSampleIsLeftAlone() {
        Space space = Space.image(1, 1, 1);
        SymmetricWaveletTransform w = new SymmetricWaveletTransform(space, Wavelet.haar(), 1);
        assertArrayEquals(new float[] {3}, w.apply(new float[] {3}));
        assertArrayEquals(new float[] {3}, w.inverse().apply(new float[] {3}));
    }

    @Test
    void manyLevelsOfBigImagesAreInverted() {
        Space space = Space.image(150, 97, 1);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(0.01 * i * i);
        }
        AnalysisOperator w = new SymmetricWaveletTransform(space, Wavelet.cdf97(), 4);
        assertTrue(Vectors.relativeDistance(w.inverse().apply(w.apply(x)), x) < 1e-6);
    }

    @Test
    void tooManyLevelsAreRefused() {
        Space space = Space.image(60, 8, 1);
        assertEquals(3, SymmetricWaveletTransform.mostLevels(space, Wavelet.daubechies(4)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new SymmetricWaveletTransform(space, Wavelet.daubechies(4), 4));
        assertEquals("levels is 4, but must lie between 1 and 3 for an image of 60 X x 8 Y and 8 taps", e.getMessage());
    }
}
