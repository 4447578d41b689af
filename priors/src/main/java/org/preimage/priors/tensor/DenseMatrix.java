package org.preimage.priors.tensor;

import ai.djl.engine.EngineException;
import java.util.Arrays;

/**
 * Algebra of matrices in double precision, row by row in one array, computed by the native library's BLAS. For sizes of a few
 * thousand.
 *
 * @param rows at least 1
 * @param columns at least 1
 * @param values entry (i, j) at i * columns + j; not copied
 */
public record DenseMatrix(int rows, int columns, double[] values) {
    /** @throws IllegalArgumentException if the length does not fit */
    public DenseMatrix {
        if (rows < 1 || columns < 1 || values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException("there are " + values.length + " values, but a matrix of " + rows + " x "
                    + columns + " needs " + (long) rows * columns);
        }
    }

    /** Zeros. */
    public static DenseMatrix zeros(int rows, int columns) {
        return new DenseMatrix(rows, columns, new double[Math.multiplyExact(rows, columns)]);
    }

    /** One entry. */
    public double at(int i, int j) {
        return values[i * columns + j];
    }

    /** Adds a multiple of another of the same size. */
    public void add(double factor, DenseMatrix other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += factor * other.values[i];
        }
    }

    /** Adds a number to each entry of the diagonal. */
    public void addToDiagonal(double number) {
        for (int i = 0; i < Math.min(rows, columns); i++) {
            values[i * columns + i] += number;
        }
    }

    /** The sum of the products of entries, tr(M* N). */
    public double dot(DenseMatrix other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }

    /** M x. */
    public double[] times(double[] x) {
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += values[i * columns + j] * x[j];
            }
            out[i] = sum;
        }
        return out;
    }

    /** M N. */
    public DenseMatrix times(DenseMatrix other) {
        return computed(rows, other.columns, () -> tensor().matrixTimes(other.tensor()));
    }

    /** M N*. */
    public DenseMatrix timesTransposed(DenseMatrix other) {
        return computed(
                rows, other.rows, () -> tensor().matrixTimes(other.tensor().permute(1, 0)));
    }

    /** M* M. */
    public DenseMatrix columnGram() {
        return computed(columns, columns, () -> Scope.current()
                .call("gram", tensor().permute(1, 0).array()));
    }

    /**
     * L of M = L L*, lower triangular.
     *
     * @throws IllegalArgumentException if M is not positive definite
     */
    public DenseMatrix cholesky() {
        try {
            return computed(rows, columns, () -> Scope.current().call("cholesky", tensor().array()));
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "a matrix of " + rows + " x " + columns + " is not positive definite, as is needed", e);
        }
    }

    /** (L L*)<sup>-1</sup> where this is L. */
    public DenseMatrix inverseOfFactored() {
        return computed(rows, columns, () -> Scope.current().call("cholesky_inverse", tensor().array()));
    }

    /** L<sup>-1</sup> N where this is L. */
    public DenseMatrix solveLower(DenseMatrix other) {
        return computed(rows, other.columns, () -> Scope.current()
                .call("solve_lower", tensor().array(), other.tensor().array()));
    }

    /** The logarithm of the determinant of L L* where this is L. */
    public double logDeterminantOfFactored() {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += 2 * Math.log(at(i, i));
        }
        return sum;
    }

    /** The eigenvalues of this symmetric matrix, the smallest first. */
    public double[] eigenvalues() {
        return computed(rows, 1, () -> Scope.current().call("eigenvalues", tensor().array()))
                .values();
    }

    /** The diagonal. */
    public double[] diagonal() {
        double[] out = new double[Math.min(rows, columns)];
        Arrays.setAll(out, i -> at(i, i));
        return out;
    }

    private Tensor tensor() {
        return Scope.current().tensor(values, rows, columns);
    }

    private interface Computation {
        Tensor result();
    }

    private static DenseMatrix computed(int rows, int columns, Computation computation) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return new DenseMatrix(rows, columns, computation.result().toDoubles());
        }
    }
}
