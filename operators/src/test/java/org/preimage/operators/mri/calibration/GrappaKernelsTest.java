package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.complex.ComplexField;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.linear.FieldMatrix;
import org.junit.jupiter.api.Test;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** The fast kernels are those of the formula, written out. */
class GrappaKernelsTest {
    private static final int NX = 14;
    private static final int NY = 17;
    private static final int COILS = 3;
    private static final Space IMAGE = Space.image(NX, NY, 1);

    private static Image noise() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(4);
        Image data = Image.zeros(
                FourierTransform.spatial(Sensitivities.space(IMAGE, COILS)).range());
        for (int i = 0; i < data.data().length; i++) {
            data.data()[i] = (float) random.nextGaussian();
        }
        return data;
    }

    private static SamplingMask everySecond() {
        boolean[] kept = new boolean[NX * NY];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i / NX % 2 == 0;
        }
        return new SamplingMask(SamplingMask.frequencies(IMAGE), kept);
    }

    private static Complex at(Image data, int c, int y, int x) {
        int i = 2 * ((c * NY + y) * NX + x);
        return x < 0 || x >= NX ? Complex.ZERO : new Complex(data.data()[i], data.data()[i + 1]);
    }

    /** Two lines, three samples: line 1 from lines 0 and 2, with weights from all places of the calibration. */
    @Test
    void weightsSolveTheNormalEquations() {
        Image calibration = noise();
        double lambda = 0.1;
        int n = 6 * COILS;
        int m = (NX - 2) * (NY - 2);
        Complex[][] a = new Complex[m][n];
        Complex[][] t = new Complex[m][COILS];
        for (int e = 0; e < m; e++) {
            int x = 1 + e % (NX - 2);
            int y = 1 + e / (NX - 2);
            for (int u = 0; u < n; u++) {
                a[e][u] = at(calibration, u % COILS, y + (u / COILS / 3 == 0 ? -1 : 1), x + u / COILS % 3 - 1);
            }
            for (int c = 0; c < COILS; c++) {
                t[e][c] = at(calibration, c, y, x);
            }
        }
        FieldMatrix<Complex> matrix = new Array2DRowFieldMatrix<>(ComplexField.getInstance(), a);
        FieldMatrix<Complex> adjoint = new Array2DRowFieldMatrix<>(ComplexField.getInstance(), n, m);
        for (int e = 0; e < m; e++) {
            for (int u = 0; u < n; u++) {
                adjoint.setEntry(u, e, a[e][u].conjugate());
            }
        }
        FieldMatrix<Complex> gram = adjoint.multiply(matrix);
        double trace = 0;
        for (int u = 0; u < n; u++) {
            trace += gram.getEntry(u, u).getReal();
        }
        for (int u = 0; u < n; u++) {
            gram.setEntry(u, u, gram.getEntry(u, u).add(lambda * trace / n));
        }
        FieldMatrix<Complex> weights = new FieldLUDecomposition<>(gram)
                .getSolver()
                .solve(adjoint.multiply(new Array2DRowFieldMatrix<>(ComplexField.getInstance(), t)));
        Image data = noise();
        SamplingMask mask = everySecond();
        for (int i = 0; i < data.data().length; i++) {
            data.data()[i] = mask.kept(i / 2 % (NX * NY)) ? 2 * data.data()[i] : 0;
        }
        GrappaKernels.Filled filled = new GrappaKernels(calibration, 2, 3, lambda).fill(data, mask);
        assertEquals(1, filled.patterns());
        assertEquals(0, filled.left());
        for (int y = 1; y < NY; y += 2) {
            for (int x = 0; x < NX; x++) {
                for (int c = 0; c < COILS; c++) {
                    Complex sum = Complex.ZERO;
                    for (int u = 0; u < n; u++) {
                        Complex source = at(data, u % COILS, y + (u / COILS / 3 == 0 ? -1 : 1), x + u / COILS % 3 - 1);
                        sum = sum.add(weights.getEntry(u, c).multiply(source));
                    }
                    assertEquals(0, sum.subtract(at(filled.kspace(), c, y, x)).abs(), 1e-4);
                }
            }
        }
    }

    @Test
    void theCalibrationIsCutOut() {
        Image data = noise();
        boolean[] kept = new boolean[NX * NY];
        for (int i = 0; i < kept.length; i++) {
            int y = i / NX;
            int x = i % NX;
            kept[i] = y >= 6 && y < 11 && x >= 4 && x < 10;
        }
        SamplingMask mask = new SamplingMask(SamplingMask.frequencies(IMAGE), kept);
        Image block = GrappaKernels.calibrationOf(data, mask);
        assertArrayEquals(new int[] {6, 5, COILS}, block.space().sizes());
        assertArrayEquals(new int[] {4, 6}, mask.calibrationStart());
        assertEquals(at(data, 2, 8, 7).getReal(), block.data()[2 * ((2 * 5 + 2) * 6 + 3)]);
    }

    @Test
    void aFullMaskNeedsNothing() {
        Image data = noise();
        GrappaKernels.Filled filled = new GrappaKernels(data, 4, 5, 0.01).fill(data, SamplingMask.full(IMAGE));
        assertArrayEquals(data.data(), filled.kspace().data());
        assertEquals(0, filled.estimated());
    }

    @Test
    void badArgumentsAreRefused() {
        Image data = noise();
        assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(data, 1, 5, 0.01));
        assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(data, 4, 0, 0.01));
        assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(data, 4, 5, -1));
        Image plane = Image.zeros(IMAGE.complex());
        String axes = assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(plane, 4, 5, 0.01))
                .getMessage();
        assertTrue(axes.startsWith("the calibration is 14 X x 17 Y complex, but"), axes);
        SamplingMask other = SamplingMask.full(Space.image(NX, NY + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(data, 4, 5, 0.01).fill(data, other));
        assertThrows(IllegalArgumentException.class, () -> GrappaKernels.calibrationOf(data, other));
    }
}
