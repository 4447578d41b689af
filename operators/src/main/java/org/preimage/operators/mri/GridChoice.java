package org.preimage.operators.mri;

import java.util.Arrays;
import org.preimage.operators.fourier.KaiserBesselKernel;
import org.preimage.operators.fourier.LineTransform;

/**
 * The grid and the kernel of gridding that reach an accuracy at the least cost: a fine grid needs few taps, a coarse one
 * more.
 *
 * <p>The aliasing of the kernel at the worst pixel, summed over the axes in squares, and the rounding that the correction there
 * enlarges bound the relative error of any image; the coarsest grid is 1.25 times as fine as the image needs, the finest twice.
 *
 * @param lengths of the grid, in the order of the image's axes
 * @param kernels one for each axis, all of the same number of taps
 */
record GridChoice(int[] lengths, KaiserBesselKernel[] kernels) {
    /** Accuracy below which single precision has nothing to give. */
    static final double FINEST = 1e-6;

    static final double COARSEST = 0.1;

    private static final double[] OVERSAMPLINGS = {1.25, 4 / 3.0, 1.4, 1.5, 1.6, 5 / 3.0, 1.75, 1.8, 1.9, 2};

    private static final int MOST_TAPS = 12;

    /** Of single precision. */
    private static final double ROUNDING = 0x1p-24;

    /** Time of a stage of the transform per grid point, over that of a tap of a sample; and of moving a point. */
    private static final double STAGE = 0.5;

    private static final double MOVE = 3;

    /**
     * @param sizes of the image
     * @param samples of the trajectory
     * @param accuracy relative error that is allowed
     * @throws IllegalArgumentException if the accuracy is out of range
     */
    static GridChoice of(int[] sizes, long samples, double accuracy) {
        if (!(accuracy >= FINEST && accuracy <= COARSEST)) {
            throw new IllegalArgumentException("accuracy is " + accuracy + ", but must be from " + FINEST + " to "
                    + COARSEST + ", what single precision allows");
        }
        GridChoice best = null;
        GridChoice nearest = null;
        double smallest = Double.POSITIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (double oversampling : OVERSAMPLINGS) {
            for (int taps = 3; taps <= MOST_TAPS; taps++) {
                GridChoice choice = with(sizes, oversampling, taps);
                double error = choice.error(sizes);
                if (error < smallest) {
                    smallest = error;
                    nearest = choice;
                }
                if (error <= accuracy) {
                    double points =
                            Arrays.stream(choice.lengths).asDoubleStream().reduce(1, (a, b) -> a * b);
                    double stages = Math.log(points) / Math.log(2);
                    double cost = samples * Math.pow(taps, sizes.length) + points * (STAGE * stages + MOVE);
                    if (cost < least) {
                        least = cost;
                        best = choice;
                    }
                    break;
                }
            }
        }
        // In space, rounding alone may be above the finest accuracy at the corners.
        return best != null ? best : nearest;
    }

    private static GridChoice with(int[] sizes, double oversampling, int taps) {
        int[] lengths = new int[sizes.length];
        KaiserBesselKernel[] kernels = new KaiserBesselKernel[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            // A sample touches no grid point twice, and two bands of rows find room.
            lengths[a] = LineTransform.fastLength(Math.max(2 * taps, (int) Math.ceil(oversampling * sizes[a])));
            kernels[a] = new KaiserBesselKernel(taps, lengths[a] / (double) sizes[a]);
        }
        return new GridChoice(lengths, kernels);
    }

    /** Aliasing and rounding at the worst pixel: what is divided by a small transform carries the rounding of the large ones. */
    private double error(int[] sizes) {
        double square = 0;
        double rounding = ROUNDING;
        for (int a = 0; a < sizes.length; a++) {
            double axis = kernels[a].aliasing(sizes[a], lengths[a]);
            square += axis * axis;
            rounding *= kernels[a].transform(0) / kernels[a].transform((sizes[a] / 2) / (double) lengths[a]);
        }
        return Math.sqrt(square + rounding * rounding);
    }

    int taps() {
        return kernels[0].taps();
    }
}
