package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The non-uniform Fourier transform of coil images, y[j] = P<sup>-1/2</sup> sum over r of x[r] exp(-2 pi i k_j . r / N) over
 * the P pixels, r counted from N / 2 along each axis, by gridding: the image, divided by the transform of the kernel, goes by a fast
 * transform to a grid finer than k-space needs, and each sample is a weighted sum of its neighbours there.
 *
 * <p>Grid and kernel are chosen for the accuracy asked for, which bounds |y - exact| / |exact| where the samples lie anyhow
 * between grid points, and of the adjoint likewise. Several coils go through together: where a sample lies and with what weights
 * is found once for all. The adjoint is that of the computed transform, exact but for rounding. {@link #gram} is a convolution
 * by fast transforms ({@link ToeplitzNormal}).
 *
 * <p>J. A. Fessler, B. P. Sutton, Nonuniform fast Fourier transforms using min-max interpolation, IEEE Trans. Signal Process.
 * 51, 2003; the kernel and its grid: Beatty, Nishimura, Pauly, IEEE Trans. Med. Imaging 24, 2005.
 */
public final class Nufft extends LinearOperator {
    /** Relative error that is allowed where none is stated. */
    public static final double ACCURACY = 1e-5;

    /** Coils at most that go through together: they fill a cache line. */
    private static final int TOGETHER = 8;

    /** Floats of a grid at most, where more than one coil is in it. */
    private static final long GRID = 1L << 27;

    private final Trajectory trajectory;
    private final double accuracy;
    private final int[] sizes;
    private final int coils;
    private final int points;
    private final int group;
    private final int length;
    private final PaddedFourier fourier;
    private final GridSamples samples;
    private volatile ToeplitzNormal normal;

    /**
     * With the default accuracy.
     *
     * @param coilImages complex, axes X, Y, [Z,] COIL
     * @param trajectory where to measure
     * @throws IllegalArgumentException if the axes are others, or the trajectory has another number of dimensions or leaves
     *     the image's band |k| &lt;= N / 2
     */
    public Nufft(Space coilImages, Trajectory trajectory) {
        this(coilImages, trajectory, ACCURACY);
    }

    /**
     * @param coilImages complex, axes X, Y, [Z,] COIL
     * @param trajectory where to measure
     * @param accuracy relative error that is allowed, from 1e-6 to 0.1
     * @throws IllegalArgumentException if the axes are others, the accuracy is out of range, or the trajectory has another
     *     number of dimensions or leaves the image's band |k| &lt;= N / 2
     */
    public Nufft(Space coilImages, Trajectory trajectory, double accuracy) {
        super(requireCoilImages(coilImages), trajectory.data(coilImages.size(coilImages.dimensions() - 1)));
        this.trajectory = trajectory;
        this.accuracy = accuracy;
        int axes = coilImages.dimensions() - 1;
        this.coils = coilImages.size(axes);
        this.sizes = Arrays.copyOf(coilImages.sizes(), axes);
        this.points = coilImages.points() / coils;
        requireWithin(trajectory, sizes);
        GridChoice choice = GridChoice.of(sizes, trajectory.count(), accuracy);
        float[][] factors = new float[axes][];
        for (int a = 0; a < axes; a++) {
            factors[a] = choice.kernels()[a].correction(sizes[a], choice.lengths()[a]);
        }
        for (int i = 0; i < sizes[0]; i++) {
            factors[0][i] = (float) (factors[0][i] / Math.sqrt(points));
        }
        this.fourier = new PaddedFourier(sizes, choice.lengths(), factors, false);
        this.samples = new GridSamples(trajectory, sizes, choice);
        this.length = samples.rowPoints();
        this.group = group(coils, 2L * length * fourier.rows());
    }

    /** Coils that go through together, if one takes so many floats. */
    static int group(int coils, long floats) {
        int most = (int) Math.max(1, Math.min(TOGETHER, GRID / floats));
        int passes = (coils + most - 1) / most;
        return (coils + passes - 1) / passes;
    }

    private static Space requireCoilImages(Space space) {
        int axes = space.dimensions() - 1;
        boolean fits = (axes == 2 || axes == 3)
                && space.field() == Field.COMPLEX
                && space.axes().get(axes).role() == Role.COIL
                && space.axes().subList(0, axes).stream().allMatch(a -> a.role().isSpatial());
        if (!fits) {
            throw new IllegalArgumentException("the coil images are " + space
                    + ", but must be complex with axes X, Y, Z if there is one, and COIL");
        }
        return space;
    }

    static void requireWithin(Trajectory trajectory, int[] sizes) {
        if (trajectory.dimensions() != sizes.length) {
            throw new IllegalArgumentException("the trajectory has " + trajectory.dimensions()
                    + " coordinates a sample, but the image has " + sizes.length + " axes and needs one for each");
        }
        for (int a = 0; a < sizes.length; a++) {
            float farthest = 0;
            for (int i = 0; i < trajectory.count(); i++) {
                farthest = Math.max(farthest, Math.abs(trajectory.at(i, a)));
            }
            // Coordinates that were turned or scaled in single precision may lie a rounding error outside.
            if (farthest > sizes[a] / 2.0 * (1 + 1e-5)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the trajectory reaches %s = %.6g cycles per field of view, but %d pixels hold at most %.1f",
                        new String[] {"kx", "ky", "kz"}[a],
                        farthest,
                        sizes[a],
                        sizes[a] / 2.0));
            }
        }
    }

    /** Where it measures. */
    public Trajectory trajectory() {
        return trajectory;
    }

    /** Relative error that was asked for. */
    public double accuracy() {
        return accuracy;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        for (int first = 0; first < coils; first += group) {
            int some = Math.min(group, coils - first);
            float[][] grid = GridPool.take(fourier.rows(), 2 * some * length);
            fourier.forward(x, 2 * first * points, some, grid);
            samples.interpolate(grid, some, out, 2 * first * trajectory.count());
            GridPool.give(grid);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        for (int first = 0; first < coils; first += group) {
            int some = Math.min(group, coils - first);
            float[][] grid = GridPool.take(fourier.rows(), 2 * some * length);
            samples.spread(y, 2 * first * trajectory.count(), some, grid);
            fourier.inverse(grid, some, out, 2 * first * points);
            GridPool.give(grid);
        }
    }

    /** The normal operator as a convolution by fast transforms. */
    @Override
    public LinearOperator gram() {
        ToeplitzNormal known = normal;
        if (known == null) {
            known = gram(null);
            normal = known;
        }
        return known;
    }

    /**
     * N* W N as a convolution by fast transforms.
     *
     * @param weights one for each sample, as {@link DensityCompensation} gives, the same for all coils; none for W = 1
     * @throws IllegalArgumentException if the number does not fit
     */
    public ToeplitzNormal gram(float[] weights) {
        return new ToeplitzNormal(domain(), trajectory, weights, Math.min(accuracy, ACCURACY));
    }

    @Override
    protected double computeNorm() {
        // The coils are alike: one is enough.
        int axes = sizes.length;
        Space one = new Space(domain().axes().subList(0, axes), Field.COMPLEX).with(new Axis(Role.COIL, 1));
        return Math.sqrt(((ToeplitzNormal) gram()).to(one).norm());
    }
}
