package org.preimage.operators.tomography;

/**
 * A fan-beam geometry in the units that the projectors compute in: lengths in pixels, image lines counted from 0.
 *
 * <p>A ray of view t and fan angle g starts at R (sin t, -cos t) and runs along (-sin(t - g), cos(t - g)). Where it is closer
 * to the y axis it steps over rows, else over columns; either way it meets image line l at position base + l step across
 * the line, where pixel k has its centre at k, and |step| &lt;= 1.
 */
final class FanFrame {
    /** Positions beyond this are as far outside as any. */
    private static final double FAR = 0x1p30;

    private static final double ONE = 0x1p32;

    /** Columns and rows of the image. */
    final int nx;

    final int ny;

    final int cells;
    final int views;

    /** Side of a pixel in mm. */
    final double pixel;

    /** Distance from the source to the axis, in pixels. */
    final double radius;

    /** Sine and cosine of the angle of each view. */
    final double[] sin;

    final double[] cos;

    FanFrame(FanBeam beam) {
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        cells = beam.detectors();
        views = beam.views();
        pixel = beam.image().spacing(0);
        radius = beam.sourceToAxis() / pixel;
        sin = new double[views];
        cos = new double[views];
        double[] degrees = beam.angles();
        for (int a = 0; a < views; a++) {
            double t = Math.toRadians(degrees[a] % 360);
            sin[a] = Math.sin(t);
            cos[a] = Math.cos(t);
        }
    }

    /** Whether a ray of this direction steps from row to row; at 45 degrees from row to row. */
    static boolean overRows(double dx, double dy) {
        return Math.abs(dy) >= Math.abs(dx) - 1e-12;
    }

    /** The step across the lines from one to the next. */
    static double step(boolean overRows, double dx, double dy) {
        return overRows ? -dx / dy : -dy / dx;
    }

    /** Position on line 0 of the ray of this view and step. */
    double base(boolean overRows, int view, double step) {
        double sx = radius * sin[view];
        double sy = -radius * cos[view];
        double middleX = (nx - 1) / 2.0;
        double middleY = (ny - 1) / 2.0;
        return overRows ? middleX + sx - (middleY - sy) * step : middleY - sy - (middleX + sx) * step;
    }

    /** The line, fractional, that the source of this view lies on. */
    double sourceLine(boolean overRows, int view) {
        return overRows ? (ny - 1) / 2.0 + radius * cos[view] : (nx - 1) / 2.0 + radius * sin[view];
    }

    /** Image lines: rows, or columns. */
    int lines(boolean overRows) {
        return overRows ? ny : nx;
    }

    /** Pixels in a line. */
    int samples(boolean overRows) {
        return overRows ? nx : ny;
    }

    /** As a long with 32 fractional bits. */
    static long fixed(double v) {
        return (long) (Math.max(-FAR, Math.min(FAR, v)) * ONE);
    }
}
