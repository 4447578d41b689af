package org.preimage.operators.mri;

/** Products of rows of complex numbers, real and imaginary parts apart, in loops that Java compiles to vector instructions. */
final class Products {
    private Products() {}

    /** z = s x. */
    static void multiply(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        difference(s, x, si, xi, z, n);
        sum(s, xi, si, x, zi, n);
    }

    /** z += s x. */
    static void addProduct(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        addDifference(s, x, si, xi, z, n);
        addSum(s, xi, si, x, zi, n);
    }

    /** z += conj(s) x. */
    static void addConjugate(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        addSum(s, x, si, xi, z, n);
        addDifference(s, xi, si, x, zi, n);
    }

    private static void difference(float[] a, float[] b, float[] c, float[] d, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = a[j] * b[j] - c[j] * d[j];
        }
    }

    private static void sum(float[] a, float[] b, float[] c, float[] d, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = a[j] * b[j] + c[j] * d[j];
        }
    }

    private static void addDifference(float[] a, float[] b, float[] c, float[] d, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = out[j] + a[j] * b[j] - c[j] * d[j];
        }
    }

    private static void addSum(float[] a, float[] b, float[] c, float[] d, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = out[j] + a[j] * b[j] + c[j] * d[j];
        }
    }
}
