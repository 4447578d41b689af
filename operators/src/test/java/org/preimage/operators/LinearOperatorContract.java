package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** What every linear operator promises. A test class of an operator extends this and names a small instance. */
public abstract class LinearOperatorContract {
    /** A small instance: at most about 300 floats in and out, so that its dense matrix is quickly made. */
    protected abstract LinearOperator operator();

    /** Largest relative error of the dot test. */
    protected double dotTolerance() {
        return DotTest.TOLERANCE;
    }

    protected static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    protected static float[] gaussian(Space space, long seed) {
        RandomGenerator random = random(seed);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void adjointBelongsToApply() {
        DotTest result = DotTest.of(operator(), random(7));
        assertTrue(result.relativeError() <= dotTolerance(), result.message());
    }

    @Test
    void adjointIsTheTransposedMatrix() {
        LinearOperator a = operator();
        double[][] matrix = matrix(a);
        double[][] transposed = matrix(a.transposed());
        double largest = 0;
        for (double[] row : matrix) {
            for (double v : row) {
                largest = Math.max(largest, Math.abs(v));
            }
        }
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                assertEquals(matrix[i][j], transposed[j][i], 2e-5 * largest, "entry " + i + ", " + j);
            }
        }
    }

    @Test
    void outputsOverwriteWhateverTheyHeld() {
        LinearOperator a = operator();
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        float[] ax = a.range().zeros();
        Arrays.fill(ax, Float.NaN);
        float[] aty = a.domain().zeros();
        Arrays.fill(aty, Float.NaN);
        a.apply(x, ax);
        a.adjoint(y, aty);
        assertArrayEquals(a.apply(x), ax);
        assertArrayEquals(a.adjoint(y), aty);
        for (float v : ax) {
            assertTrue(Float.isFinite(v));
        }
        for (float v : aty) {
            assertTrue(Float.isFinite(v));
        }
    }

    @Test
    void inputsStayUnchanged() {
        LinearOperator a = operator();
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        a.apply(x.clone(), a.range().zeros());
        float[] xBefore = x.clone();
        float[] yBefore = y.clone();
        a.apply(x);
        a.adjoint(y);
        assertArrayEquals(xBefore, x);
        assertArrayEquals(yBefore, y);
    }

    @Test
    void isLinear() {
        LinearOperator a = operator();
        float[] x = gaussian(a.domain(), 1);
        float[] z = gaussian(a.domain(), 2);
        float[] mix = x.clone();
        Vectors.combine(2, x, -3, z, mix);
        float[] expected = a.apply(x);
        Vectors.combine(2, expected, -3, a.apply(z), expected);
        double size = Vectors.norm(a.apply(x)) + Vectors.norm(a.apply(z));
        assertTrue(Math.sqrt(Vectors.distanceSquared(expected, a.apply(mix))) <= 1e-5 * size);
    }

    @Test
    void wrongLengthsAndAliasesAreRefused() {
        LinearOperator a = operator();
        int n = a.domain().length();
        int m = a.range().length();
        assertThrows(IllegalArgumentException.class, () -> a.apply(new float[n + 1], new float[m]));
        assertThrows(IllegalArgumentException.class, () -> a.apply(new float[n], new float[m + 1]));
        assertThrows(IllegalArgumentException.class, () -> a.adjoint(new float[m + 1], new float[n]));
        assertThrows(IllegalArgumentException.class, () -> a.adjoint(new float[m], new float[n + 1]));
        float[] x = new float[n];
        assertThrows(IllegalArgumentException.class, () -> a.apply(x, n == m ? x : new float[m + 1]));
    }

    @Test
    void resultsDoNotDependOnTheThreads() {
        LinearOperator a = operator();
        float[] x = gaussian(a.domain(), 1);
        float[] y = gaussian(a.range(), 2);
        float[] ax1 = Parallelization.runSingleThreaded(() -> a.apply(x));
        float[] aty1 = Parallelization.runSingleThreaded(() -> a.adjoint(y));
        for (int threads : new int[] {2, 3, 7}) {
            assertArrayEquals(ax1, Parallelization.runWithNumThreads(threads, () -> a.apply(x)));
            assertArrayEquals(aty1, Parallelization.runWithNumThreads(threads, () -> a.adjoint(y)));
        }
    }

    @Test
    void normIsTheLargestSingularValue() {
        LinearOperator a = operator();
        double exact = new SingularValueDecomposition(new Array2DRowRealMatrix(matrix(a))).getNorm();
        assertEquals(exact, a.norm(), 5e-3 * exact);
    }

    @Test
    void gramIsAdjointAfterApply() {
        LinearOperator a = operator();
        float[] x = gaussian(a.domain(), 1);
        float[] expected = a.adjoint(a.apply(x));
        assertTrue(Vectors.relativeDistance(a.gram().apply(x), expected) <= gramTolerance());
    }

    /** Largest relative distance of {@link LinearOperator#gram} from A* A. */
    protected double gramTolerance() {
        return 1e-5;
    }

    @Test
    void boundBoundsTheNorm() {
        LinearOperator a = operator();
        double exact = new SingularValueDecomposition(new Array2DRowRealMatrix(matrix(a))).getNorm();
        assertTrue(a.normBound() >= exact * (1 - 1e-6), a.normBound() + " for " + exact);
    }

    @Test
    void dampedNormalEquationsAreSolvedWhereThereIsAClosedForm() {
        LinearOperator a = operator();
        float[] r = gaussian(a.domain(), 3);
        double square = a.norm() * a.norm();
        a.dampedNormal().ifPresent(solver -> {
            for (double rho : new double[] {0.03 * square, square}) {
                float[] before = r.clone();
                float[] x = a.domain().zeros();
                Arrays.fill(x, Float.NaN);
                solver.solve(rho, r, x);
                float[] left = a.adjoint(a.apply(x));
                Vectors.add(rho, x, left);
                assertTrue(Vectors.relativeDistance(left, r) < 2e-5, "rho " + rho);
                assertArrayEquals(before, r);
            }
        });
    }

    @Test
    void magnitudesAreThoseOfTheEntries() {
        LinearOperator a = operator();
        if (a.magnitudes().isEmpty()) {
            return;
        }
        double[][] entries = matrix(a);
        double[][] sizes = matrix(a.magnitudes().get());
        for (int i = 0; i < entries.length; i++) {
            for (int j = 0; j < entries[i].length; j++) {
                assertEquals(Math.abs(entries[i][j]), sizes[i][j], 1e-6);
            }
        }
    }

    /** The dense matrix, column by column. */
    protected static double[][] matrix(LinearOperator a) {
        int n = a.domain().length();
        int m = a.range().length();
        double[][] matrix = new double[m][n];
        float[] e = a.domain().zeros();
        for (int j = 0; j < n; j++) {
            e[j] = 1;
            float[] column = a.apply(e);
            e[j] = 0;
            for (int i = 0; i < m; i++) {
                matrix[i][j] = column[i];
            }
        }
        return matrix;
    }
}
