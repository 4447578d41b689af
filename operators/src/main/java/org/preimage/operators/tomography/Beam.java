package org.preimage.operators.tomography;

import java.util.Arrays;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The geometry of a tomographic scan: image, detector, angles, and what rays the source sends. One description serves two
 * and three dimensions, and every list of angles: limited arcs, few views and short scans are lists like any other.
 *
 * <p>The image is centred on the rotation axis, which is the z axis: the pixel in column c and row r has its centre at x =
 * (c - (nx - 1) / 2) h and y = ((ny - 1) / 2 - r) h, x to the right, y up; slice k lies at z = (k - (nz - 1) / 2) h_z.
 * Angles grow counter-clockwise. At angle t the detector's cells follow one another along (cos t, sin t), and rays run
 * along (sin t, -cos t) or against it, which is the same integral. Detector rows follow one another along z.
 *
 * <p>An image with axes (X, Y) has a sinogram with axes (DETECTOR, ANGLE); one with (X, Y, Z) has (DETECTOR, DETECTOR_ROW,
 * ANGLE), the order in which detectors deliver. Values are line integrals in units of image value x mm.
 */
public abstract sealed class Beam permits ParallelBeam, FanBeam, ConeBeam {
    private final Space image;
    private final Space sinogram;
    private final Detector detector;
    private final double[] angles;

    Beam(Space image, Detector detector, double[] anglesDegrees) {
        requireImage(image);
        if (anglesDegrees.length == 0) {
            throw new IllegalArgumentException("there are no angles, but at least one is needed");
        }
        for (double angle : anglesDegrees) {
            if (!Double.isFinite(angle)) {
                throw new IllegalArgumentException("an angle is " + angle + ", but must be finite");
            }
        }
        double step = anglesDegrees.length > 1 ? Math.abs(anglesDegrees[1] - anglesDegrees[0]) : 1;
        Axis cells = new Axis(Role.DETECTOR, detector.cells(), detector.spacing());
        Axis views = new Axis(Role.ANGLE, anglesDegrees.length, step > 0 ? step : 1);
        if (image.dimensions() == 2) {
            if (detector.rows() != 1) {
                throw new IllegalArgumentException("the detector has " + detector.rows()
                        + " rows, but an image with axes X, Y needs one; a panel needs axes X, Y, Z");
            }
            this.sinogram = Space.of(cells, views);
        } else {
            this.sinogram = Space.of(cells, new Axis(Role.DETECTOR_ROW, detector.rows(), detector.rowSpacing()), views);
        }
        this.image = image;
        this.detector = detector;
        this.angles = anglesDegrees.clone();
    }

    private static void requireImage(Space image) {
        Role[] roles = {Role.X, Role.Y, Role.Z};
        boolean fits = image.field() == Field.REAL && (image.dimensions() == 2 || image.dimensions() == 3);
        for (int i = 0; fits && i < image.dimensions(); i++) {
            fits = image.axes().get(i).role() == roles[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "image is " + image + ", but must be real with axes X, Y or axes X, Y, Z");
        }
        if (Math.abs(image.spacing(0) - image.spacing(1)) > 1e-6 * image.spacing(0)) {
            throw new IllegalArgumentException(
                    "pixels are " + image.spacing(0) + " x " + image.spacing(1) + " mm, but must be square");
        }
    }

    static double requireLength(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " is " + value + " mm, but must be greater than 0 and finite");
        }
        return value;
    }

    /** The same scan with these angles, in degrees. */
    public abstract Beam withAngles(double... degrees);

    /** The same source and angles with another image and detector. */
    public abstract Beam with(Space otherImage, Detector otherDetector);

    /** The same scan of another image. */
    public final Beam withImage(Space other) {
        return with(other, detector);
    }

    /** The same scan with another detector. */
    public final Beam withDetector(Detector other) {
        return with(image, other);
    }

    /** The forward operator: its adjoint is its exact transpose. */
    public abstract Projector projector(Model model);

    /** The forward operator by Joseph's method. */
    public final Projector projector() {
        return projector(Model.JOSEPH);
    }

    /** What one detector cell's side amounts to on the rotation axis, in mm: its spacing over the magnification. */
    public abstract double resolution();

    /** The same scan, of whose views only these are kept, in this order. */
    public final Beam withViews(int... views) {
        return withAngles(Arrays.stream(views).mapToDouble(v -> angles[v]).toArray());
    }

    public final Space image() {
        return image;
    }

    public final Space sinogram() {
        return sinogram;
    }

    public final Detector detector() {
        return detector;
    }

    /** Cells in a detector row. */
    public final int detectors() {
        return detector.cells();
    }

    /** Distance of detector cells in mm, at the detector. */
    public final double spacing() {
        return detector.spacing();
    }

    /** Cell, fractional, that the rotation axis projects onto. */
    public final double center() {
        return detector.center();
    }

    /** The angles in degrees. */
    public final double[] angles() {
        return angles.clone();
    }

    /** Number of angles. */
    public final int views() {
        return angles.length;
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
}
