package org.preimage.operators.mri.calibration;

import org.preimage.operators.linear.HermitianEigen;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;

/**
 * Fewer, virtual coils: the combinations of coils that hold most of the data's energy (Buehrer et al. 2007, Array compression
 * for MRI with large coil arrays, Magn. Reson. Med. 57; Huang et al. 2008, A software channel compression technique for
 * faster reconstruction with many channels, Magn. Reson. Imaging 26),
 *
 * <pre>y_v = sum over c of conj(u_cv) x_c,</pre>
 *
 * with u_v the left singular vectors of the data as a matrix of coils x samples. They are orthonormal: white noise, the same
 * in all coils, stays so. Without prewhitening ({@link Prewhitening}) a noisy coil counts as a strong one.
 */
public final class CoilCompression {
    private final CoilMatrix matrix;
    private final double energy;

    private CoilCompression(CoilMatrix matrix, double energy) {
        this.matrix = matrix;
        this.energy = energy;
    }

    /**
     * To a number of virtual coils.
     *
     * @param data that the combinations are chosen for, as all of k-space or its calibration block: complex, with a coil axis
     *     anywhere, Cartesian or not
     * @param virtualCoils 1 to the number of coils
     * @throws IllegalArgumentException if there is no coil axis, a value is not finite, all are zero, or the number does not
     *     fit
     */
    public static CoilCompression of(Image data, int virtualCoils) {
        HermitianEigen eigen = eigen(data);
        int coils = eigen.values().length;
        if (virtualCoils < 1 || virtualCoils > coils) {
            throw new IllegalArgumentException("the number of virtual coils is " + virtualCoils
                    + ", but must be at least 1 and at most that of coils, " + coils);
        }
        return of(eigen, virtualCoils);
    }

    /**
     * To as few virtual coils as hold a fraction of the energy.
     *
     * @param data as in {@link #of}
     * @param energy to hold at least, as a fraction of all, above 0 and at most 1
     * @throws IllegalArgumentException as {@link #of}
     */
    public static CoilCompression keeping(Image data, double energy) {
        if (!(energy > 0 && energy <= 1)) {
            throw new IllegalArgumentException("energy is " + energy + ", but must be above 0 and at most 1");
        }
        HermitianEigen eigen = eigen(data);
        int coils = eigen.values().length;
        int kept = 1;
        while (kept < coils && energy(eigen, kept) < energy) {
            kept++;
        }
        return of(eigen, kept);
    }

    private static HermitianEigen eigen(Image data) {
        int axis = CoilMatrix.requireCoils("the data", data);
        HermitianEigen eigen = CoilCovariance.of(CoilMatrix.samples(data, axis)).eigen();
        if (!(eigen.values()[0] > 0)) {
            throw new IllegalArgumentException(
                    "the data are zero everywhere, but coils are compressed by their energy");
        }
        return eigen;
    }

    private static CoilCompression of(HermitianEigen eigen, int kept) {
        HermitianEigen.Rows u = eigen.vectors(kept);
        double[][] im = new double[kept][];
        for (int v = 0; v < kept; v++) {
            im[v] = u.im()[v].clone();
            for (int c = 0; c < im[v].length; c++) {
                im[v][c] = -im[v][c];
            }
        }
        return new CoilCompression(new CoilMatrix(u.re(), im), energy(eigen, kept));
    }

    private static double energy(HermitianEigen eigen, int kept) {
        double[] values = eigen.values();
        double sum = 0;
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            // Rounding makes zeros a little negative.
            double value = Math.max(values[i], 0);
            sum += i < kept ? value : 0;
            all += value;
        }
        return sum / all;
    }

    /** Number of coils that come in. */
    public int coils() {
        return matrix.re()[0].length;
    }

    /** Number of coils that come out. */
    public int virtualCoils() {
        return matrix.re().length;
    }

    /** Fraction of the energy of the data it was made from that the virtual coils hold, 0 to 1. */
    public double energy() {
        return energy;
    }

    /** The matrix conj(u), complex: axes CHANNEL (coils) and COIL (virtual coils). */
    public Image matrix() {
        return matrix.image();
    }

    /**
     * Combines coils.
     *
     * @param data k-space or images: complex, with a coil axis anywhere
     * @return the same axes with fewer coils
     * @throws IllegalArgumentException if there is no coil axis, or it has another size
     */
    public Image apply(Image data) {
        return matrix.apply(data);
    }

    /** The sensitivities of the virtual coils. */
    public Sensitivities apply(Sensitivities sensitivities) {
        return matrix.apply(sensitivities);
    }
}
