package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.preimage.operators.LanczosMethod;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The normal operator of a {@link Nufft}, N* W N, as what it is: a convolution with t[d] = 1 / P sum over j of w_j exp(2 pi i k_j . d
 * / N), block Toeplitz. The image is padded to twice its size, its transform multiplied by that of t, which is real, and
 * the result cropped: no gridding, whatever the number of samples.
 *
 * <p>J. A. Fessler, S. Lee, V. T. Olafsson, H. R. Shi, D. C. Noll, Toeplitz-based iterative image reconstruction for MRI with
 * correction for magnetic field inhomogeneity, IEEE Trans. Signal Process. 53, 2005; F. T. A. W. Wajer, K. P. Pruessmann, Major
 * speedup of reconstruction for sensitivity encoding with arbitrary trajectories, Proc. ISMRM 9, 2001.
 */
public final class ToeplitzNormal extends LinearOperator {
    private final int coils;
    private final int points;
    private final int group;
    private final int length;
    private final PaddedFourier fourier;

    /** The transform of t over the number of grid points. */
    private final float[] spectrum;

    /**
     * @param coilImages complex, axes X, Y, [Z,] COIL
     * @param trajectory where was measured
     * @param weights one for each sample, the same for all coils; null for 1
     * @param accuracy relative error that is allowed, from 1e-6 to 0.1
     * @throws IllegalArgumentException if spaces and trajectory do not go together, as for a {@link Nufft}, or the number of weights
     *     does not fit
     */
    public ToeplitzNormal(Space coilImages, Trajectory trajectory, float[] weights, double accuracy) {
        this(coilImages, spectrum(coilImages, trajectory, weights, accuracy));
    }

    private ToeplitzNormal(Space coilImages, float[] spectrum) {
        super(coilImages, coilImages);
        int axes = coilImages.dimensions() - 1;
        int[] sizes = Arrays.copyOf(coilImages.sizes(), axes);
        int[] lengths = lengths(sizes);
        this.coils = coilImages.size(axes);
        this.points = coilImages.points() / coils;
        this.fourier = new PaddedFourier(sizes, lengths, PaddedFourier.constant(sizes, 1), true);
        this.length = lengths[0];
        this.group = Nufft.group(coils, 2L * length * fourier.rows());
        this.spectrum = spectrum;
    }

    /** The same convolution of another number of coil images of the same size. */
    ToeplitzNormal to(Space coilImages) {
        return new ToeplitzNormal(coilImages, spectrum);
    }

    private static int[] lengths(int[] sizes) {
        return Arrays.stream(sizes)
                .map(n -> LineTransform.fastLength(2 * n - 1))
                .toArray();
    }

    private static float[] spectrum(Space coilImages, Trajectory trajectory, float[] weights, double accuracy) {
        if (weights != null && weights.length != trajectory.count()) {
            throw new IllegalArgumentException("there are " + weights.length + " weights, but the trajectory has "
                    + trajectory.count() + " samples and needs one for each");
        }
        int axes = coilImages.dimensions() - 1;
        int[] sizes = Arrays.copyOf(coilImages.sizes(), axes);
        int[] lengths = lengths(sizes);
        // Differences from -N to N - 1 are two images side by side; with dx < 0 they are the conjugates of the others.
        int blocks = 1 << axes - 1;
        Space space = new Space(coilImages.axes().subList(0, axes), Field.COMPLEX).with(new Axis(Role.COIL, blocks));
        Nufft nufft = new Nufft(space, trajectory, accuracy);
        int[][] shifts = IntStream.range(0, blocks)
                .mapToObj(b -> IntStream.range(0, axes)
                        .map(a -> a > 0 && (b >> a - 1 & 1) == 1 ? sizes[a] / 2 - sizes[a] : sizes[a] / 2)
                        .toArray())
                .toArray(int[][]::new);
        float[] kernel = nufft.adjoint(shifted(trajectory, weights, sizes, shifts));
        int[] strides = {1, lengths[0], axes > 2 ? lengths[0] * lengths[1] : 0};
        int all = Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
        int points = space.points() / blocks;
        float[] differences = new float[2 * all];
        for (int b = 0; b < blocks; b++) {
            for (int p = 0; p < points; p++) {
                int at = 0;
                int opposite = 0;
                boolean inside = true;
                int rest = p;
                for (int a = 0; a < axes; a++) {
                    int d = rest % sizes[a] - sizes[a] / 2 + shifts[b][a];
                    rest /= sizes[a];
                    inside &= d > -sizes[a];
                    at += (lengths[a] / 2 + d) * strides[a];
                    opposite += (lengths[a] / 2 - d) * strides[a];
                }
                if (inside) {
                    float re = kernel[2 * (b * points + p)];
                    float im = kernel[2 * (b * points + p) + 1];
                    differences[2 * opposite] = re;
                    differences[2 * opposite + 1] = -im;
                    differences[2 * at] = re;
                    differences[2 * at + 1] = im;
                }
            }
        }
        PaddedFourier whole = new PaddedFourier(lengths, lengths, PaddedFourier.constant(lengths, 1.0 / all), false);
        float[][] grid = GridPool.take(whole.rows(), 2 * lengths[0]);
        whole.forward(differences, 0, 1, grid);
        float[] spectrum = new float[all];
        Parallel.ranges(grid.length, 16, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int k = 0; k < lengths[0]; k++) {
                    spectrum[row * lengths[0] + k] = grid[row][2 * k];
                }
            }
        });
        GridPool.give(grid);
        return spectrum;
    }

    /** w P<sup>-1/2</sup> exp(2 pi i k . s / N) for each shift s as a coil. */
    private static float[] shifted(Trajectory trajectory, float[] weights, int[] sizes, int[][] shifts) {
        int count = trajectory.count();
        double scale = 1 / Math.sqrt(Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b));
        float[] data = new float[2 * count * shifts.length];
        Parallel.ranges(count, 1 << 10, (from, to) -> {
            for (int b = 0; b < shifts.length; b++) {
                for (int j = from; j < to; j++) {
                    double turns = 0;
                    for (int a = 0; a < sizes.length; a++) {
                        turns += (double) trajectory.at(j, a) * shifts[b][a] / sizes[a];
                    }
                    double size = scale * (weights == null ? 1 : weights[j]);
                    double angle = 2 * Math.PI * turns;
                    data[2 * (b * count + j)] = (float) (size * Math.cos(angle));
                    data[2 * (b * count + j) + 1] = (float) (size * Math.sin(angle));
                }
            }
        });
        return data;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        for (int first = 0; first < coils; first += group) {
            int some = Math.min(group, coils - first);
            float[][] grid = GridPool.take(fourier.rows(), 2 * some * length);
            fourier.filter(x, 2 * first * points, some, spectrum, grid, out);
            GridPool.give(grid);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }

    @Override
    public LinearOperator transposed() {
        return this;
    }

    @Override
    protected double computeNorm() {
        return LanczosMethod.largest(this);
    }
}
