package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class DenseMatrixTest {
    private static DenseMatrix random(int rows, int columns, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        DenseMatrix out = DenseMatrix.zeros(rows, columns);
        for (int i = 0; i < out.values().length; i++) {
            out.values()[i] = random.nextGaussian();
        }
        return out;
    }

    private static RealMatrix plain(DenseMatrix m) {
        RealMatrix out = MatrixUtils.createRealMatrix(m.rows(), m.columns());
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                out.setEntry(i, j, m.at(i, j));
            }
        }
        return out;
    }

    private static void assertSame(RealMatrix expected, DenseMatrix found) {
        assertEquals(expected.getRowDimension(), found.rows());
        assertEquals(0, plain(found).subtract(expected).getNorm(), 1e-10 * (1 + expected.getNorm()));
    }

    @Test
    void productsAreThoseOfMatrices() {
        DenseMatrix a = random(4, 6, 1);
        DenseMatrix b = random(6, 3, 2);
        assertSame(plain(a).multiply(plain(b)), a.times(b));
        assertSame(plain(a).multiply(plain(a).transpose()), a.timesTransposed(a));
        assertSame(plain(a).transpose().multiply(plain(a)), a.columnGram());
        double[] x = random(6, 1, 3).values();
        assertArrayEquals(plain(a).operate(x), a.times(x), 1e-12);
        assertEquals(plain(a).transpose().multiply(plain(a)).getTrace(), a.dot(a), 1e-10);
    }

    @Test
    void factorsSolveAndInvert() {
        DenseMatrix spd = random(5, 9, 4).timesTransposed(random(5, 9, 4));
        DenseMatrix factor = spd.cholesky();
        CholeskyDecomposition expected = new CholeskyDecomposition(plain(spd), 1e-9, 1e-12);
        assertSame(expected.getL(), factor);
        assertSame(expected.getSolver().getInverse(), factor.inverseOfFactored());
        assertEquals(Math.log(expected.getDeterminant()), factor.logDeterminantOfFactored(), 1e-10);
        DenseMatrix right = random(5, 2, 5);
        assertSame(plain(right), factor.times(factor.solveLower(right)));
        double[] eigenvalues = new EigenDecomposition(plain(spd)).getRealEigenvalues();
        double[] found = spd.eigenvalues();
        for (int k = 0; k < 5; k++) {
            assertEquals(eigenvalues[4 - k], found[k], 1e-10);
        }
    }

    @Test
    void refusesWhatHasNoFactorAndFreesItsMemory() {
        random(3, 3, 1).columnGram().cholesky();
        int before = Torch.liveArrays();
        DenseMatrix negative = DenseMatrix.zeros(3, 3);
        negative.addToDiagonal(-1);
        assertThrows(IllegalArgumentException.class, negative::cholesky);
        assertThrows(IllegalArgumentException.class, () -> new DenseMatrix(2, 2, new double[3]));
        assertEquals(before, Torch.liveArrays());
    }
}
