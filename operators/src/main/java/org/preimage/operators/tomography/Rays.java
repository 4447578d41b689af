package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A parallel-beam geometry in the units that the kernels compute in: lengths in pixels, detector positions in cells.
 *
 * <p>Pixel (column c, row r) lies at x = c - (nx - 1) / 2, y = (ny - 1) / 2 - r, and falls on cell u = (x cos t + y sin t)
 * / ratio + center.
 */
final class Rays {
    /** Smallest ratio of detector spacing to pixel: the kernels' tables grow as its inverse. */
    private static final double FINEST = 1e-3;

    /** Columns and rows of the image. */
    final int nx;

    final int ny;

    /** Number of detector cells, and of angles. */
    final int detectors;

    final int views;

    /** Side of a pixel in mm. */
    final double pixel;

    /** Distance of detector cells in pixels. */
    final double ratio;

    /** Cell index of the rotation axis. */
    final double center;

    final double[] cos;
    final double[] sin;

    Rays(ParallelBeam geometry) {
        nx = geometry.image().size(0);
        ny = geometry.image().size(1);
        detectors = geometry.detectors();
        views = geometry.views();
        pixel = geometry.image().spacing(0);
        ratio = geometry.spacing() / pixel;
        if (!(ratio >= FINEST)) {
            throw new IllegalArgumentException("detector spacing is " + geometry.spacing()
                    + " mm, but must be at least " + FINEST + " of the pixel's " + pixel + " mm");
        }
        center = geometry.center();
        cos = new double[views];
        sin = new double[views];
        double[] degrees = geometry.angles();
        for (int a = 0; a < views; a++) {
            double t = Math.toRadians(degrees[a] % 360);
            cos[a] = Math.cos(t);
            sin[a] = Math.sin(t);
        }
    }

    /** Whether rays of this angle step from row to row (else from column to column); at 45 degrees from row to row. */
    boolean stepsOverRows(int angle) {
        return Math.abs(cos[angle]) >= Math.abs(sin[angle]) - 1e-12;
    }

    /** The larger of |cos| and |sin|: what a ray advances along its major axis per unit of its length. */
    double major(int angle) {
        return stepsOverRows(angle) ? Math.abs(cos[angle]) : Math.abs(sin[angle]);
    }

    /** The angles that step over rows, or those that step over columns. */
    int[] anglesAlong(boolean rows) {
        return IntStream.range(0, views).filter(a -> stepsOverRows(a) == rows).toArray();
    }

    /** For each angle, the length of a ray from one row to the next, in mm. */
    double[] rowLengths() {
        return IntStream.range(0, views).mapToDouble(a -> pixel / major(a)).toArray();
    }

    /** For each angle, what a pixel's area within a strip, as its part, amounts to over the strip's width, in mm. */
    double[] stripWeights() {
        double[] weights = new double[views];
        Arrays.fill(weights, pixel / ratio);
        return weights;
    }

    /** The largest distance from the axis, in cells, onto which the centre of a pixel can fall. */
    double reach() {
        return Math.hypot(nx - 1, ny - 1) / (2 * ratio);
    }
}
