package org.preimage.reconstruction.functional;

/**
 * Complex symmetric matrices of side 2 in closed form: with the Hermitian M = Z* Z of eigenvalues sigma_k<sup>2</sup> the result is Z
 * g(M), where g(sigma_k<sup>2</sup>) is the new over the old value; of two values g is linear in M.
 */
final class ComplexPlaneEigen extends SymmetricEigen {
    /** Real and imaginary parts of the entries 11, 22 and 12. */
    private final double[] re = new double[3];

    private final double[] im = new double[3];
    private double first;
    private double second;
    private double cos;
    private double sinRe;
    private double sinIm;

    ComplexPlaneEigen() {
        super(2);
    }

    @Override
    void read(float[] z, int i, int plane) {
        for (int c = 0; c < 3; c++) {
            double scale = c == 2 ? ROOT : 1;
            re[c] = scale * z[i + c * plane];
            im[c] = scale * z[i + c * plane + 1];
        }
        double a = re[0] * re[0] + im[0] * im[0];
        double b = re[1] * re[1] + im[1] * im[1];
        double c = re[2] * re[2] + im[2] * im[2];
        double half = 0.5 * (a - b);
        // conj(z11) z12 + conj(z12) z22.
        double offRe = re[0] * re[2] + im[0] * im[2] + re[2] * re[1] + im[2] * im[1];
        double offIm = re[0] * im[2] - im[0] * re[2] + re[2] * im[1] - im[2] * re[1];
        double r = Math.sqrt(half * half + offRe * offRe + offIm * offIm);
        cos = r == 0 ? 1 : half / r;
        sinRe = r == 0 ? 0 : offRe / r;
        sinIm = r == 0 ? 0 : offIm / r;
        first = Math.sqrt(0.5 * (a + b) + c + r);
        double detRe = re[0] * re[1] - im[0] * im[1] - re[2] * re[2] + im[2] * im[2];
        double detIm = re[0] * im[1] + im[0] * re[1] - 2 * re[2] * im[2];
        // Not from the difference, which cancels.
        second = first == 0 ? 0 : Math.sqrt(detRe * detRe + detIm * detIm) / first;
        values()[0] = first;
        values()[1] = second;
    }

    @Override
    void write(float[] z, int i, int plane) {
        double g = first == 0 ? 0 : values()[0] / first;
        double h = second == 0 ? 0 : values()[1] / second;
        double mean = 0.5 * (g + h);
        double d = 0.5 * (g - h);
        double w11 = mean + d * cos;
        double w22 = mean - d * cos;
        double wRe = d * sinRe;
        double wIm = d * sinIm;
        // W12 = wRe + i wIm, W21 its conjugate.
        z[i] = (float) (re[0] * w11 + re[2] * wRe + im[2] * wIm);
        z[i + 1] = (float) (im[0] * w11 + im[2] * wRe - re[2] * wIm);
        z[i + plane] = (float) (re[1] * w22 + re[2] * wRe - im[2] * wIm);
        z[i + plane + 1] = (float) (im[1] * w22 + im[2] * wRe + re[2] * wIm);
        z[i + 2 * plane] = (float) ((re[2] * w22 + re[0] * wRe - im[0] * wIm) / ROOT);
        z[i + 2 * plane + 1] = (float) ((im[2] * w22 + im[0] * wRe + re[0] * wIm) / ROOT);
    }
}
