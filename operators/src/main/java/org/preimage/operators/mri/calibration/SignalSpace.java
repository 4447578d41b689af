package org.preimage.operators.mri.calibration;

import java.util.Arrays;
import org.preimage.operators.linear.HermitianEigen;
import org.preimage.operators.parallel.Parallel;

/**
 * The row space of the calibration matrix without its noise, as the autocorrelation of its kernels,
 *
 * <pre>C[c, c'](d) = 1 / K sum over k - k' = d and kernels j of v_j(c, k) conj(v_j(c', k')),</pre>
 *
 * with K taps of a kernel. Its Fourier transform over d is, at each pixel, the matrix whose eigenvectors of eigenvalue 1 are
 * the sensitivities.
 *
 * @param kernels number of kernels kept
 * @param span displacements along three axes, 2 k - 1 for k taps, zero in the middle
 * @param re real part for each pair of coils, index {@link #pair}, then displacement
 * @param im imaginary part
 */
record SignalSpace(int kernels, int[] span, double[][] re, double[][] im) {
    /** Index of the pair c &lt;= e in the upper triangle. */
    static int pair(int c, int e, int coils) {
        return c * coils - c * (c - 1) / 2 + e - c;
    }

    /**
     * @param samples of each coil, real and imaginary parts
     * @param block sizes of the calibration block
     * @param kernel sizes of the kernel
     * @param threshold smallest eigenvalue of the Gram matrix to keep, over the largest
     */
    static SignalSpace of(double[][][] samples, int[] block, int[] kernel, double threshold) {
        int coils = samples.length;
        int taps = kernel[0] * kernel[1] * kernel[2];
        int n = coils * taps;
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        CalibrationGram.fill(samples, block, kernel, re, im);
        HermitianEigen eigen = HermitianEigen.of(re, im);
        double[] values = eigen.values();
        int kept = 0;
        while (kept < n && values[kept] > threshold * values[0]) {
            kept++;
        }
        return autocorrelation(eigen.vectors(kept), coils, kernel);
    }

    private static SignalSpace autocorrelation(HermitianEigen.Rows v, int coils, int[] kernel) {
        int taps = kernel[0] * kernel[1] * kernel[2];
        int[] span = {2 * kernel[0] - 1, 2 * kernel[1] - 1, 2 * kernel[2] - 1};
        int displacements = span[0] * span[1] * span[2];
        double[][] re = new double[coils * (coils + 1) / 2][displacements];
        double[][] im = new double[re.length][displacements];
        Parallel.ranges(coils, 1, (from, to) -> {
            double[] pr = new double[coils * taps];
            double[] pi = new double[coils * taps];
            for (int c = from; c < to; c++) {
                for (int k = 0; k < taps; k++) {
                    projectorRow(v, c * taps + k, c * taps, pr, pi);
                    for (int e = c; e < coils; e++) {
                        int pair = pair(c, e, coils);
                        for (int q = 0; q < taps; q++) {
                            int d = displacement(k, q, kernel, span);
                            re[pair][d] += pr[e * taps + q] / taps;
                            im[pair][d] += pi[e * taps + q] / taps;
                        }
                    }
                }
            }
        });
        return new SignalSpace(v.re().length, span, re, im);
    }

    /** Row i of sum v v^H from column {@code from} on. */
    private static void projectorRow(HermitianEigen.Rows v, int i, int from, double[] pr, double[] pi) {
        Arrays.fill(pr, from, pr.length, 0);
        Arrays.fill(pi, from, pi.length, 0);
        for (int j = 0; j < v.re().length; j++) {
            double[] vr = v.re()[j];
            double[] vi = v.im()[j];
            double ar = vr[i];
            double ai = vi[i];
            for (int q = from; q < pr.length; q++) {
                pr[q] += ar * vr[q] + ai * vi[q];
                pi[q] += ai * vr[q] - ar * vi[q];
            }
        }
    }

    private static int displacement(int k, int q, int[] kernel, int[] span) {
        int x = k % kernel[0] - q % kernel[0] + kernel[0] - 1;
        int y = k / kernel[0] % kernel[1] - q / kernel[0] % kernel[1] + kernel[1] - 1;
        int z = k / (kernel[0] * kernel[1]) - q / (kernel[0] * kernel[1]) + kernel[2] - 1;
        return (z * span[1] + y) * span[0] + x;
    }
}
