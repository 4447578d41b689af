package org.preimage.operators.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.parallel.Parallel;

class HermitianEigenTest {
    /** B B^H of a random n x rank matrix B. */
    private static double[][][] gram(int n, int rank, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        double[][][] b = new double[2][n][rank];
        for (double[][] part : b) {
            for (double[] row : part) {
                for (int j = 0; j < rank; j++) {
                    row[j] = random.nextGaussian();
                }
            }
        }
        double[][][] a = new double[2][n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < rank; k++) {
                    re += b[0][i][k] * b[0][j][k] + b[1][i][k] * b[1][j][k];
                    im += b[1][i][k] * b[0][j][k] - b[0][i][k] * b[1][j][k];
                }
                a[0][i][j] = re;
                a[0][j][i] = re;
                a[1][i][j] = i == j ? 0 : im;
                a[1][j][i] = i == j ? 0 : -im;
            }
        }
        return a;
    }

    private static HermitianEigen of(double[][][] a) {
        double[][][] copy = new double[2][a[0].length][];
        for (int p = 0; p < 2; p++) {
            for (int i = 0; i < a[0].length; i++) {
                copy[p][i] = a[p][i].clone();
            }
        }
        return HermitianEigen.of(copy[0], copy[1]);
    }

    /** Largest entry of A v - w v over the largest value, and of V V^H - 1. */
    private static double[] errors(double[][][] a, HermitianEigen eigen, int count) {
        int n = a[0].length;
        double[] values = eigen.values();
        HermitianEigen.Rows v = eigen.vectors(count);
        double residual = 0;
        double skew = 0;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < n; i++) {
                double re = -values[k] * v.re()[k][i];
                double im = -values[k] * v.im()[k][i];
                for (int j = 0; j < n; j++) {
                    re += a[0][i][j] * v.re()[k][j] - a[1][i][j] * v.im()[k][j];
                    im += a[0][i][j] * v.im()[k][j] + a[1][i][j] * v.re()[k][j];
                }
                residual = Math.max(residual, Math.hypot(re, im));
            }
            for (int l = 0; l <= k; l++) {
                double re = k == l ? -1 : 0;
                double im = 0;
                for (int j = 0; j < n; j++) {
                    re += v.re()[k][j] * v.re()[l][j] + v.im()[k][j] * v.im()[l][j];
                    im += v.im()[k][j] * v.re()[l][j] - v.re()[k][j] * v.im()[l][j];
                }
                skew = Math.max(skew, Math.hypot(re, im));
            }
        }
        return new double[] {residual / Math.max(Math.abs(values[0]), Math.abs(values[n - 1])), skew};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 40, 150})
    void vectorsAreEigenvectorsAndOrthonormal(int n) {
        double[][][] a = gram(n, n, n);
        double[] errors = errors(a, of(a), n);
        assertTrue(errors[0] < 1e-13, "residual " + errors[0]);
        assertTrue(errors[1] < 1e-13, "skew " + errors[1]);
    }

    /** A + i B has the eigenvalues of the real symmetric matrix ((A, -B), (B, A)), each twice. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 12})
    void valuesAreThoseOfCommonsMath(int n) {
        double[][][] a = gram(n, n, 3L * n);
        // Not definite.
        for (int i = 0; i < n; i++) {
            a[0][i][i] -= 2 * n;
        }
        double[][] real = new double[2 * n][2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                real[i][j] = a[0][i][j];
                real[n + i][n + j] = a[0][i][j];
                real[i][n + j] = -a[1][i][j];
                real[n + i][j] = a[1][i][j];
            }
        }
        double[] twice = new EigenDecomposition(new Array2DRowRealMatrix(real)).getRealEigenvalues();
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            expected[i] = twice[2 * i];
        }
        assertArrayEquals(expected, of(a).values(), 1e-12 * 10 * n);
    }

    @Test
    void lowRankAndRepeatedValues() {
        double[][][] a = gram(60, 7, 5);
        HermitianEigen eigen = of(a);
        double[] errors = errors(a, eigen, 60);
        assertTrue(errors[0] < 1e-13 && errors[1] < 1e-13, errors[0] + ", " + errors[1]);
        assertTrue(eigen.values()[7] < 1e-12 * eigen.values()[0]);
        assertTrue(eigen.values()[6] > 1e-3 * eigen.values()[0]);
    }

    @Test
    void diagonalAndZeroMatrices() {
        double[][][] a = new double[2][5][5];
        assertArrayEquals(new double[5], of(a).values());
        for (int i = 0; i < 5; i++) {
            a[0][i][i] = i - 2;
        }
        assertArrayEquals(new double[] {2, 1, 0, -1, -2}, of(a).values(), 1e-15);
        assertEquals(0, errors(a, of(a), 5)[0], 1e-15);
    }

    @Test
    void threadsDoNotMatter() {
        double[][][] a = gram(230, 230, 6);
        HermitianEigen[] eigen = new HermitianEigen[2];
        Parallel.withThreads(1, () -> eigen[0] = of(a));
        Parallel.withThreads(3, () -> eigen[1] = of(a));
        assertArrayEquals(eigen[0].values(), eigen[1].values(), 0);
        assertArrayEquals(eigen[0].vectors(100).re()[70], eigen[1].vectors(100).re()[70], 0);
    }

    @Test
    void refusesWhatIsNotHermitian() {
        double[][][] a = gram(4, 4, 8);
        a[1][2][1] += 1;
        String message = assertThrows(IllegalArgumentException.class, () -> HermitianEigen.of(a[0], a[1]))
                .getMessage();
        assertTrue(message.contains("must be Hermitian"), message);
        a[0][3][0] = Double.NaN;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> HermitianEigen.of(a[0], a[1]))
                .getMessage()
                .contains("not finite"));
        assertThrows(IllegalArgumentException.class, () -> HermitianEigen.of(a[0], new double[3][3]));
        assertThrows(IllegalArgumentException.class, () -> of(gram(3, 3, 1)).vectors(4));
    }
}
