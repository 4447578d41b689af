package org.preimage.operators.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.AnalysisOperatorContract;
import org.preimage.operators.CircularShift;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class UndecimatedWaveletTransformTest {
    @Nested
    class RealPlaneContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new UndecimatedWaveletTransform(Space.image(7, 6, 1), Wavelet.daubechies(2), 2);
        }
    }

    @Nested
    class ComplexLineContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new UndecimatedWaveletTransform(
                    Space.of(new Axis(Role.X, 17)).complex(), Wavelet.symlet(4), 3);
        }
    }

    @Nested
    class TimeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            Space series = Space.image(4, 3, 1).complex().with(new Axis(Role.TIME, 7));
            return new UndecimatedWaveletTransform(series, Wavelet.haar(), 2, 2, 0);
        }
    }

    @Nested
    class VolumeContract extends AnalysisOperatorContract {
        @Override
        protected AnalysisOperator operator() {
            return new UndecimatedWaveletTransform(
                    Space.volume(3, 2, 3, 1).with(new Axis(Role.TIME, 2)), Wavelet.haar(), 1);
        }
    }

    private static float[] waves(Space space) {
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.07 * i * i);
        }
        return x;
    }

    @Test
    void commutesWithShifts() {
        Space space = Space.image(20, 13, 1);
        UndecimatedWaveletTransform w = new UndecimatedWaveletTransform(space, Wavelet.symlet(5), 3);
        LinearOperator shift = new CircularShift(space, new int[] {5, 2});
        float[] x = waves(space);
        float[] shifted = w.apply(shift.apply(x));
        float[] y = w.apply(x);
        int n = space.length();
        float[] band = new float[n];
        for (int b = 0; b < w.range().size(2); b++) {
            System.arraycopy(y, b * n, band, 0, n);
            float[] expected = shift.apply(band);
            System.arraycopy(shifted, b * n, band, 0, n);
            assertArrayEquals(expected, band, 1e-6f, "band " + b);
        }
    }

    /** Every other sample of the first level, every fourth of the second, are those of the decimated transform. */
    @ParameterizedTest
    @ValueSource(strings = {"haar", "db4", "sym6"})
    void holdsTheDecimatedTransform(String name) {
        Space space = Space.image(32, 16, 1);
        Wavelet wavelet = Wavelet.named(name);
        UndecimatedWaveletTransform w = new UndecimatedWaveletTransform(space, wavelet, 2);
        assertEquals(7, w.redundancy(), 1e-12);
        float[] x = waves(space);
        float[] all = w.apply(x);
        float[] few = new WaveletTransform(space, wavelet, 2).apply(x);
        for (int band = 0; band < 7; band++) {
            int level = band < 4 ? 2 : 1;
            int step = 1 << level;
            int kind = band == 0 ? 0 : (band - 1) % 3 + 1;
            for (int r = 0; r < 16 / step; r++) {
                for (int c = 0; c < 32 / step; c++) {
                    int row = r + (kind >> 1) * 16 / step;
                    int column = c + (kind & 1) * 32 / step;
                    assertEquals(
                            few[row * 32 + column] / step,
                            all[(band * 16 + r * step) * 32 + c * step],
                            1e-5,
                            "band " + band);
                }
            }
        }
    }

    @Test
    void biorthogonalWaveletsAreRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new UndecimatedWaveletTransform(Space.image(8, 8, 1), Wavelet.cdf97(), 1));
        assertEquals(
                "the wavelet is cdf97, but the undecimated transform needs an orthogonal one, as a Parseval frame",
                e.getMessage());
    }
}
