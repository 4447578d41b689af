package org.preimage.operators.mri.calibration;

import java.util.Arrays;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.linear.HermitianEigen;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Coil sensitivities from the local covariance of coil images (Walsh et al. 2000, Adaptive reconstruction of phased array MR
 * imagery, Magn. Reson. Med. 43), in two or three dimensions: S(r) is the unit eigenvector of largest eigenvalue of
 *
 * <pre>R(r) = sum over pixels q in a window around r of x(q) x(q)<sup>H</sup>.</pre>
 *
 * <p>The images x come from a block around the centre of k-space, so that undersampled data will do. Along an axis where the
 * block is not all of k-space, samples are weighted by (1 + cos(2 pi k / (b + 1))) / 2 against ringing, with k counted from
 * the centre and b samples in the block.
 *
 * <p>sum over coils of |S|<sup>2</sup> = 1 at every pixel; outside the object S follows what noise and ringing there are. The
 * phase is that of {@link Espirit}: the first principal component of the block, a virtual coil, is real and positive. Noise
 * should be white ({@link Prewhitening}).
 *
 * @param window pixels along each axis of the window, odd, at least 1; it ends where the image ends
 * @param calibration samples of the block along each axis at most, at least 4: the largest block around the centre that is
 *     measured completely is taken
 */
public record AdaptiveCombination(int window, int calibration) {
    /** A window of 7 pixels, 48 samples. */
    public static final AdaptiveCombination STANDARD = new AdaptiveCombination(7, 48);

    private static final int LEAST = 4;

    public AdaptiveCombination {
        if (window < 1 || window % 2 == 0) {
            throw new IllegalArgumentException("window is " + window + ", but must be odd and at least 1");
        }
        if (calibration < LEAST) {
            throw new IllegalArgumentException("calibration is " + calibration + ", but must be at least " + LEAST);
        }
    }

    /**
     * Estimates sensitivities from data that are measured where any coil's value is not zero.
     *
     * @param kspace complex, axes KX, KY, [KZ,] COIL
     * @return one map for each coil, axes X, Y, [Z,] COIL
     * @throws IllegalArgumentException if the axes are others, a value is not finite, all are zero, or no block around the
     *     centre with at least 4 samples along each axis is measured completely
     */
    public Sensitivities estimate(Image kspace) {
        return estimate(CartesianData.of(kspace));
    }

    /**
     * Estimates sensitivities.
     *
     * @param kspace complex, axes KX, KY, [KZ,] COIL
     * @param mask where it is measured
     * @throws IllegalArgumentException as {@link #estimate(Image)}, and if the mask is of another size
     */
    public Sensitivities estimate(Image kspace, SamplingMask mask) {
        return estimate(CartesianData.of(kspace, mask));
    }

    private Sensitivities estimate(CartesianData data) {
        int[] block = data.block(calibration);
        for (int a = 0; a < data.dimensions(); a++) {
            if (block[a] < LEAST) {
                throw new IllegalArgumentException("the fully sampled block around the centre of k-space is "
                        + data.describe(block) + ", but adaptive combination needs at least " + LEAST
                        + " samples along each axis");
            }
        }
        double[][][] samples = data.samples(block);
        HermitianEigen.Rows reference = CoilCovariance.of(samples).principal();
        float[] images = images(data, block, samples);
        Image maps = Image.zeros(Sensitivities.space(data.image(), data.coils()));
        int columns = data.sizes()[0];
        Parallel.ranges(data.points() / columns, 1, (from, to) -> {
            LocalCovariance covariance = new LocalCovariance(images, data.sizes(), data.coils(), window);
            PixelMatrices pixels = new PixelMatrices(data.coils());
            for (int row = from; row < to; row++) {
                covariance.go(row);
                for (int x = 0; x < columns; x += PixelMatrices.LANES) {
                    int count = Math.min(PixelMatrices.LANES, columns - x);
                    covariance.matrices(x, pixels);
                    pixels.solve(count);
                    pixels.turn(reference.re()[0], reference.im()[0]);
                    for (int c = 0; c < data.coils(); c++) {
                        int at = 2 * (c * data.points() + row * columns + x);
                        for (int l = 0; l < count; l++) {
                            maps.data()[at + 2 * l] = pixels.vr[c][l];
                            maps.data()[at + 2 * l + 1] = pixels.vi[c][l];
                        }
                    }
                }
            }
        });
        return new Sensitivities(maps);
    }

    /** Coil images of the weighted block, with a root mean square of 1, so that products stay within float32. */
    private static float[] images(CartesianData data, int[] block, double[][][] samples) {
        int[] sizes = data.sizes();
        double[][] weights = new double[3][];
        for (int a = 0; a < 3; a++) {
            weights[a] = weights(block[a], sizes[a]);
        }
        double sum = 0;
        float[] k = new float[2 * data.coils() * data.points()];
        for (int c = 0; c < data.coils(); c++) {
            for (int i = 0; i < samples[c][0].length; i++) {
                int x = i % block[0];
                int y = i / block[0] % block[1];
                int z = i / (block[0] * block[1]);
                double weight = weights[0][x] * weights[1][y] * weights[2][z];
                int at = ((z + sizes[2] / 2 - block[2] / 2) * sizes[1] + y + sizes[1] / 2 - block[1] / 2) * sizes[0]
                        + x
                        + sizes[0] / 2
                        - block[0] / 2;
                k[2 * (c * data.points() + at)] = (float) (weight * samples[c][0][i]);
                k[2 * (c * data.points() + at) + 1] = (float) (weight * samples[c][1][i]);
                sum += weight * weight * (samples[c][0][i] * samples[c][0][i] + samples[c][1][i] * samples[c][1][i]);
            }
        }
        float scale = (float) Math.sqrt(data.points() / sum);
        for (int i = 0; i < k.length; i++) {
            k[i] *= scale;
        }
        int[] all = Arrays.copyOf(sizes, 4);
        all[3] = data.coils();
        new CentredFft(all, data.dimensions() == 3 ? new int[] {0, 1, 2} : new int[] {0, 1}).inverse(k, k);
        return k;
    }

    private static double[] weights(int block, int size) {
        double[] weights = new double[block];
        for (int i = 0; i < block; i++) {
            weights[i] = block == size ? 1 : 0.5 + 0.5 * Math.cos(2 * Math.PI * (i - block / 2) / (block + 1));
        }
        return weights;
    }
}
