package org.preimage.operators.tomography;

import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Parallel-beam geometry in two dimensions.
 *
 * <p>The image is centred on the rotation axis: the pixel in column c and row r has its centre at x = (c - (nx - 1) / 2)
 * h_x and y = ((ny - 1) / 2 - r) h_y, x to the right, y up. A ray of angle t meets the detector at s = x cos t + y sin t,
 * runs along (sin t, -cos t), and falls on the fractional cell index s / spacing + center. Angles grow
 * counter-clockwise. A sinogram has the axes (detector, angle), detector fastest, and holds line integrals in units of
 * image value x mm.
 */
public final class ParallelBeam {
    private final Space image;
    private final Space sinogram;
    private final double center;
    private final double[] angles;

    /**
     * @param image a real image with axes X, Y and square pixels, in mm
     * @param detectors number of detector cells
     * @param spacing distance of cell centres in mm
     * @param center cell index, from 0 and fractional, onto which the rotation axis projects
     * @param anglesDegrees one angle for each projection, in degrees; copied
     * @throws IllegalArgumentException if the image is of another kind, the pixels are not square, a number is not
     *     finite, or there is no angle
     */
    public ParallelBeam(Space image, int detectors, double spacing, double center, double[] anglesDegrees) {
        if (image.dimensions() != 2
                || image.field() != Field.REAL
                || image.axes().get(0).role() != Role.X
                || image.axes().get(1).role() != Role.Y) {
            throw new IllegalArgumentException("image is " + image + ", but must be real with axes X, Y");
        }
        if (Math.abs(image.spacing(0) - image.spacing(1)) > 1e-6 * image.spacing(0)) {
            throw new IllegalArgumentException(
                    "pixels are " + image.spacing(0) + " x " + image.spacing(1) + " mm, but must be square");
        }
        if (anglesDegrees.length == 0) {
            throw new IllegalArgumentException("there are no angles, but at least one is needed");
        }
        double step = anglesDegrees.length > 1 ? Math.abs(anglesDegrees[1] - anglesDegrees[0]) : 1;
        for (double angle : anglesDegrees) {
            if (!Double.isFinite(angle)) {
                throw new IllegalArgumentException("an angle is " + angle + ", but must be finite");
            }
        }
        if (!Double.isFinite(center)) {
            throw new IllegalArgumentException("center is " + center + ", but must be finite");
        }
        this.image = image;
        this.sinogram = Space.of(
                new Axis(Role.DETECTOR, detectors, spacing),
                new Axis(Role.ANGLE, anglesDegrees.length, step > 0 ? step : 1));
        this.center = center;
        this.angles = anglesDegrees.clone();
    }

    /**
     * Equally spaced angles over half a turn, 0 &lt;= t &lt; 180 degrees, the axis in the middle of the detector.
     *
     * @param image a real image with axes X, Y and square pixels, in mm
     * @param detectors number of detector cells
     * @param spacing distance of cell centres in mm
     * @param count number of angles
     */
    public static ParallelBeam halfTurn(Space image, int detectors, double spacing, int count) {
        return new ParallelBeam(image, detectors, spacing, (detectors - 1) / 2.0, uniformAngles(0, 180, count));
    }

    /** {@code count} angles from {@code start} in equal steps, {@code stop} excluded, all in degrees. */
    public static double[] uniformAngles(double start, double stop, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of angles is " + count + ", but must be at least 1");
        }
        double[] angles = new double[count];
        for (int i = 0; i < count; i++) {
            angles[i] = start + (stop - start) * i / count;
        }
        return angles;
    }

    /** The number of cells, odd or even as given by the diagonal, that sees all of the image at this spacing. */
    public static int coveringDetectors(Space image, double spacing) {
        double diagonal = Math.hypot(image.size(0) * image.spacing(0), image.size(1) * image.spacing(1));
        return (int) Math.ceil(diagonal / spacing) + 1;
    }

    public Space image() {
        return image;
    }

    public Space sinogram() {
        return sinogram;
    }

    /** Number of detector cells. */
    public int detectors() {
        return sinogram.size(0);
    }

    /** Distance of detector cells in mm. */
    public double spacing() {
        return sinogram.spacing(0);
    }

    /** Cell index onto which the rotation axis projects. */
    public double center() {
        return center;
    }

    /** The angles in degrees. */
    public double[] angles() {
        return angles.clone();
    }

    /** Number of angles. */
    public int views() {
        return angles.length;
    }
}
