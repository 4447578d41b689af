package org.preimage.reconstruction.functional;

/**
 * One symmetric matrix after the other, real or complex (Z = Z<sup>T</sup>, not Hermitian), as values and vectors, and the matrix
 * of the same vectors with other values: Z = sum_k lambda_k u_k u_k<sup>T</sup>. For real matrices these are eigenvalues, for complex
 * ones singular values, with Takagi's vectors. Has all buffers, so that it is one thread's own.
 */
abstract class SymmetricEigen {
    /** Of an entry off the diagonal over its component, as fields of matrices store them. */
    static final double ROOT = Math.sqrt(0.5);

    private final double[] values;

    SymmetricEigen(int size) {
        this.values = new double[size];
    }

    /** For matrices of side 1, 2 or 3 of numbers with 1 or 2 parts. */
    static SymmetricEigen of(int size, int parts) {
        if (size == 2) {
            return parts == 1 ? new PlaneEigen() : new ComplexPlaneEigen();
        }
        return new JacobiEigen(size, parts);
    }

    /** The values, which may be changed between {@link #read} and {@link #write}. */
    final double[] values() {
        return values;
    }

    /** Decomposes the matrix whose components begin at float i, {@code plane} floats from one to the next. */
    abstract void read(float[] z, int i, int plane);

    /** Writes the matrix of the present values. */
    abstract void write(float[] z, int i, int plane);
}
