package org.preimage.operators.mri.calibration;

import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;

/**
 * Makes noise independent and equally strong in all coils (Pruessmann et al. 2001, Advances in sensitivity encoding with
 * arbitrary k-space trajectories, Magn. Reson. Med. 46): with the covariance P = E[n n<sup>H</sup>] = L L<sup>H</sup> by
 * Cholesky's decomposition,
 *
 * <pre>y = L<sup>-1</sup> x.</pre>
 *
 * Afterwards the noise has covariance 1: E|n|<sup>2</sup> = 1 for each complex number, 1/2 for each part.
 */
public final class Prewhitening {
    /** Samples of noise for each coil, at least. */
    public static final int SAMPLES_PER_COIL = 10;

    /** Largest over smallest eigenvalue of the covariance, at most: in float32 more cannot be undone. */
    public static final double MAX_CONDITION = 1e8;

    private final CoilMatrix matrix;

    private Prewhitening(CoilMatrix matrix) {
        this.matrix = matrix;
    }

    /**
     * From a scan without signal.
     *
     * @param noise complex, with a coil axis anywhere, of mean zero; at least {@value #SAMPLES_PER_COIL} samples in each coil
     *     for each coil
     * @throws IllegalArgumentException if there is no coil axis, there are fewer samples, a value is not finite, or the
     *     covariance is as in {@link #ofCovariance}
     */
    public static Prewhitening ofNoise(Image noise) {
        int axis = CoilMatrix.requireCoils("the noise scan", noise);
        int coils = noise.space().size(axis);
        int samples = noise.space().points() / coils;
        if (samples < SAMPLES_PER_COIL * coils) {
            throw new IllegalArgumentException("the noise scan has " + samples + " samples in each coil, but " + coils
                    + " coils need at least " + SAMPLES_PER_COIL * coils);
        }
        CoilCovariance covariance = CoilCovariance.of(CoilMatrix.samples(noise, axis));
        return ofCovariance(covariance.re(), covariance.im());
    }

    /**
     * From a covariance that is known.
     *
     * @param re real part by rows, coils x coils
     * @param im imaginary part
     * @throws IllegalArgumentException if the matrix is not Hermitian, not positive definite, or its eigenvalues lie further
     *     apart than {@link #MAX_CONDITION}
     */
    public static Prewhitening ofCovariance(double[][] re, double[][] im) {
        double[] values = new CoilCovariance(re, im).eigen().values();
        double largest = values[0];
        double smallest = values[values.length - 1];
        if (!(largest > 0 && smallest * MAX_CONDITION >= largest)) {
            throw new IllegalArgumentException(
                    "the noise covariance has eigenvalues from " + smallest + " to " + largest
                            + ", but the largest must be positive and at most " + MAX_CONDITION
                            + " times the smallest; a coil may be without noise or twice there");
        }
        return new Prewhitening(inverse(cholesky(re, im)));
    }

    /** The lower triangle L with L L^H the given matrix; its diagonal is real. */
    private static CoilMatrix cholesky(double[][] re, double[][] im) {
        int n = re.length;
        double[][] lr = new double[n][n];
        double[][] li = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sumRe = re[i][j];
                double sumIm = i == j ? 0 : im[i][j];
                for (int k = 0; k < j; k++) {
                    sumRe -= lr[i][k] * lr[j][k] + li[i][k] * li[j][k];
                    sumIm -= li[i][k] * lr[j][k] - lr[i][k] * li[j][k];
                }
                lr[i][j] = i == j ? Math.sqrt(sumRe) : sumRe / lr[j][j];
                li[i][j] = i == j ? 0 : sumIm / lr[j][j];
            }
        }
        return new CoilMatrix(lr, li);
    }

    /** The inverse of such a triangle, by forward substitution. */
    private static CoilMatrix inverse(CoilMatrix lower) {
        int n = lower.re().length;
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        for (int c = 0; c < n; c++) {
            for (int i = c; i < n; i++) {
                double sumRe = i == c ? 1 : 0;
                double sumIm = 0;
                for (int k = c; k < i; k++) {
                    sumRe -= lower.re()[i][k] * re[k][c] - lower.im()[i][k] * im[k][c];
                    sumIm -= lower.re()[i][k] * im[k][c] + lower.im()[i][k] * re[k][c];
                }
                re[i][c] = sumRe / lower.re()[i][i];
                im[i][c] = sumIm / lower.re()[i][i];
            }
        }
        return new CoilMatrix(re, im);
    }

    /** Number of coils. */
    public int coils() {
        return matrix.re().length;
    }

    /** L<sup>-1</sup>, complex: axes CHANNEL (coils that come in) and COIL (coils that come out). */
    public Image matrix() {
        return matrix.image();
    }

    /**
     * Whitens data.
     *
     * @param data k-space or images: complex, with a coil axis anywhere
     * @throws IllegalArgumentException if there is no coil axis, or it has another size
     */
    public Image apply(Image data) {
        return matrix.apply(data);
    }

    /** The sensitivities that belong to whitened data. */
    public Sensitivities apply(Sensitivities sensitivities) {
        return matrix.apply(sensitivities);
    }
}
