package org.preimage.operators.mri;

/** Products of rows of complex numbers, real and imaginary parts apart, in loops that Java compiles to vector instructions. */
final class Products {
    private Products() {}

    /** z = s x. */
    static void multiply(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        for (int j = 0; j < n; j++) {
            float a = s[j];
            float b = si[j];
            float c = x[j];
            float d = xi[j];
            z[j] = a * c - b * d;
            zi[j] = a * d + b * c;
        }
    }

    /** z += s x. */
    static void addProduct(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        for (int j = 0; j < n; j++) {
            float a = s[j];
            float b = si[j];
            float c = x[j];
            float d = xi[j];
            z[j] += a * c - b * d;
            zi[j] += a * d + b * c;
        }
    }

    /** z += conj(s) x. */
    static void addConjugate(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        for (int j = 0; j < n; j++) {
            float a = s[j];
            float b = si[j];
            float c = x[j];
            float d = xi[j];
            z[j] += a * c + b * d;
            zi[j] += a * d - b * c;
        }
    }

    /** z = conj(s) x. */
    static void multiplyConjugate(float[] s, float[] si, float[] x, float[] xi, float[] z, float[] zi, int n) {
        for (int j = 0; j < n; j++) {
            float a = s[j];
            float b = si[j];
            float c = x[j];
            float d = xi[j];
            z[j] = a * c + b * d;
            zi[j] = a * d - b * c;
        }
    }

    /** z += x. */
    static void add(float[] x, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] += x[j];
        }
    }
}
