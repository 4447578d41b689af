package org.preimage.operators.mri.calibration;

import org.preimage.operators.linear.HermitianEigen;

/**
 * The second moments of coils, (1 / n) sum over samples of x_c conj(x_c').
 *
 * @param re real part by rows
 * @param im imaginary part
 */
record CoilCovariance(double[][] re, double[][] im) {
    /** @param samples of each coil, real and imaginary parts */
    static CoilCovariance of(double[][][] samples) {
        int coils = samples.length;
        int n = samples[0][0].length;
        double[][] re = new double[coils][coils];
        double[][] im = new double[coils][coils];
        for (int c = 0; c < coils; c++) {
            for (int e = c; e < coils; e++) {
                double[][] a = samples[c];
                double[][] b = samples[e];
                double sumRe = 0;
                double sumIm = 0;
                for (int i = 0; i < n; i++) {
                    sumRe += a[0][i] * b[0][i] + a[1][i] * b[1][i];
                    sumIm += a[1][i] * b[0][i] - a[0][i] * b[1][i];
                }
                re[c][e] = sumRe / n;
                re[e][c] = sumRe / n;
                im[c][e] = c == e ? 0 : sumIm / n;
                im[e][c] = c == e ? 0 : -sumIm / n;
            }
        }
        return new CoilCovariance(re, im);
    }

    /** The first principal component of the coils, a unit vector whose largest entry is real and positive. */
    HermitianEigen.Rows principal() {
        HermitianEigen.Rows v = eigen().vectors(1);
        double[] re = v.re()[0];
        double[] im = v.im()[0];
        int largest = 0;
        for (int c = 1; c < re.length; c++) {
            largest = Math.hypot(re[c], im[c]) > Math.hypot(re[largest], im[largest]) ? c : largest;
        }
        double norm = Math.hypot(re[largest], im[largest]);
        double cos = re[largest] / norm;
        double sin = -im[largest] / norm;
        for (int c = 0; c < re.length; c++) {
            double turned = cos * re[c] - sin * im[c];
            im[c] = cos * im[c] + sin * re[c];
            re[c] = turned;
        }
        return v;
    }

    HermitianEigen eigen() {
        double[][] a = new double[re.length][];
        double[][] b = new double[re.length][];
        for (int i = 0; i < re.length; i++) {
            a[i] = re[i].clone();
            b[i] = im[i].clone();
        }
        return HermitianEigen.of(a, b);
    }
}
