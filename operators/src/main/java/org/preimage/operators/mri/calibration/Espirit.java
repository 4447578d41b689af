package org.preimage.operators.mri.calibration;

import java.util.List;
import org.preimage.operators.linear.HermitianEigen;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Coil sensitivities by ESPIRiT (Uecker et al. 2014, ESPIRiT: an eigenvalue approach to autocalibrating parallel MRI, Magn.
 * Reson. Med. 71), in two or three dimensions.
 *
 * <p>All windows of a calibration block, as large as the kernel and of all coils, are the rows of a matrix. Its row space
 * without noise is spanned by the right singular vectors v_j of large singular values: the signal's kernels. At each pixel r
 * their transforms make the matrix
 *
 * <pre>G(r) = 1 / K sum over j of v_j(r) v_j(r)<sup>H</sup>, K taps in a kernel,</pre>
 *
 * whose eigenvalues lie between 0 and 1. Where there is signal, the sensitivities of all coils are its eigenvector of
 * eigenvalue 1: sum over coils of |S|<sup>2</sup> = 1. Where the largest eigenvalue is below {@code crop} there is no signal,
 * and S = 0. Two eigenvalues of 1 belong to pixels where the object lies folded onto itself, and need two maps.
 *
 * <p>The phase is free at each pixel. It is chosen so that a virtual coil, the first principal component of the calibration
 * block with its largest weight real, has a real and positive sensitivity. With one coil the map is therefore 1 on the object and 0 outside.
 *
 * @param calibration samples of the calibration block along each axis at most, at least kernel + 1. The block is the largest
 *     around the centre that is measured completely
 * @param kernel taps of a kernel along each axis, at least 2
 * @param threshold smallest eigenvalue of A<sup>H</sup>A, the squared singular value of the calibration matrix, that belongs to
 *     the signal, as a fraction of the largest; above 0 and below 1
 * @param crop smallest eigenvalue of G where there is signal, 0 to 1; 0 keeps everything
 * @param maps maps for each coil, 1 or more
 * @param soft whether maps fade where eigenvalues fall from 1 to {@code crop}, with weight (1 - cos(pi (w - crop) / (1 -
 *     crop))) / 2, rather than end at once; meant for several maps
 */
public record Espirit(int calibration, int kernel, double threshold, double crop, int maps, boolean soft) {
    /** 24 samples, 6 taps, threshold 0.001, crop 0.8, one map. */
    public static final Espirit STANDARD = new Espirit(24, 6, 1e-3, 0.8, 1, false);

    public Espirit {
        if (kernel < 2) {
            throw new IllegalArgumentException("kernel is " + kernel + ", but must be at least 2");
        }
        if (calibration < kernel + 1) {
            throw new IllegalArgumentException("calibration is " + calibration + ", but must be at least "
                    + (kernel + 1) + ", one more than the kernel");
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException("threshold is " + threshold + ", but must be above 0 and below 1");
        }
        if (!(crop >= 0 && crop < 1)) {
            throw new IllegalArgumentException("crop is " + crop + ", but must be at least 0 and below 1");
        }
        if (maps < 1) {
            throw new IllegalArgumentException("maps is " + maps + ", but must be at least 1");
        }
    }

    /** The same with another size of the calibration block. */
    public Espirit withCalibration(int samples) {
        return new Espirit(samples, kernel, threshold, crop, maps, soft);
    }

    /** The same with another kernel. */
    public Espirit withKernel(int taps) {
        return new Espirit(calibration, taps, threshold, crop, maps, soft);
    }

    /** The same with another threshold. */
    public Espirit withThreshold(double fraction) {
        return new Espirit(calibration, kernel, fraction, crop, maps, soft);
    }

    /** The same with another smallest eigenvalue. */
    public Espirit withCrop(double eigenvalue) {
        return new Espirit(calibration, kernel, threshold, eigenvalue, maps, soft);
    }

    /** The same with several maps for each coil, fading or not. */
    public Espirit withMaps(int count, boolean fading) {
        return new Espirit(calibration, kernel, threshold, crop, count, fading);
    }

    /**
     * What was found.
     *
     * @param sensitivities the maps, axes X, Y, [Z,] COIL[, MAP]
     * @param eigenvalues of G, real, axes X, Y, [Z][, MAP]; not cropped
     * @param block samples of the calibration block along each axis
     * @param kernels number of kernels kept
     */
    public record Result(Sensitivities sensitivities, Image eigenvalues, List<Integer> block, int kernels) {
        public Result {
            block = List.copyOf(block);
        }
    }

    /**
     * Estimates sensitivities from data that are measured where any coil's value is not zero.
     *
     * @param kspace complex, axes KX, KY, [KZ,] COIL
     * @throws IllegalArgumentException if the axes are others, a value is not finite, all are zero, there are fewer coils than
     *     maps, or no block around the centre with at least one sample more than the kernel along each axis is measured
     *     completely
     */
    public Result estimate(Image kspace) {
        return estimate(CartesianData.of(kspace));
    }

    /**
     * Estimates sensitivities.
     *
     * @param kspace complex, axes KX, KY, [KZ,] COIL
     * @param mask where it is measured
     * @throws IllegalArgumentException as {@link #estimate(Image)}, and if the mask is of another size
     */
    public Result estimate(Image kspace, SamplingMask mask) {
        return estimate(CartesianData.of(kspace, mask));
    }

    private Result estimate(CartesianData data) {
        if (maps > data.coils()) {
            throw new IllegalArgumentException(
                    "maps is " + maps + ", but must be at most the number of coils, " + data.coils());
        }
        int[] block = requireBlock(data);
        int[] taps = {kernel, kernel, data.dimensions() == 3 ? kernel : 1};
        double[][][] samples = data.samples(block);
        SignalSpace space = SignalSpace.of(samples, block, taps, threshold);
        HermitianEigen.Rows reference = CoilCovariance.of(samples).principal();

        Space plain = Sensitivities.space(data.image(), data.coils());
        Space real = new Space(data.image().axes(), Field.REAL);
        Axis several = new Axis(Role.MAP, maps);
        Image found = Image.zeros(maps == 1 ? plain : plain.with(several));
        Image eigenvalues = Image.zeros(maps == 1 ? real : real.with(several));
        KernelTransform transform = new KernelTransform(space, data.sizes(), data.coils());
        int columns = data.sizes()[0];
        Parallel.ranges(data.points() / columns, 1, (from, to) -> {
            KernelTransform.Rows rows = transform.new Rows();
            PixelMatrices pixels = new PixelMatrices(data.coils());
            for (int row = from; row < to; row++) {
                rows.go(row);
                for (int x = 0; x < columns; x += PixelMatrices.LANES) {
                    int count = Math.min(PixelMatrices.LANES, columns - x);
                    rows.matrices(x, pixels);
                    for (int m = 0; m < maps; m++) {
                        if (m > 0) {
                            pixels.deflate();
                        }
                        pixels.solve(count);
                        pixels.turn(reference.re()[0], reference.im()[0]);
                        int at = m * data.points() + row * columns + x;
                        System.arraycopy(pixels.value, 0, eigenvalues.data(), at, count);
                        store(pixels, count, m * data.coils() * data.points() + row * columns + x, data, found.data());
                    }
                }
            }
        });
        return new Result(new Sensitivities(found), eigenvalues, data.list(block), space.kernels());
    }

    private void store(PixelMatrices pixels, int count, int first, CartesianData data, float[] out) {
        for (int l = 0; l < count; l++) {
            float weight = (float) weight(pixels.value[l]);
            for (int c = 0; c < data.coils() && weight > 0; c++) {
                int at = 2 * (first + c * data.points() + l);
                out[at] = weight * pixels.vr[c][l];
                out[at + 1] = weight * pixels.vi[c][l];
            }
        }
    }

    private double weight(double eigenvalue) {
        if (eigenvalue < crop) {
            return 0;
        }
        return soft ? 0.5 * (1 - Math.cos(Math.PI * Math.min(1, (eigenvalue - crop) / (1 - crop)))) : 1;
    }

    private int[] requireBlock(CartesianData data) {
        int[] block = data.block(calibration);
        for (int a = 0; a < data.dimensions(); a++) {
            if (block[a] < kernel + 1) {
                throw new IllegalArgumentException("the fully sampled block around the centre of k-space is "
                        + data.describe(block) + ", but ESPIRiT with a kernel of " + kernel + " needs at least "
                        + (kernel + 1) + " samples along each axis");
            }
        }
        return block;
    }
}
