package org.preimage.operators.tomography;

import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Parallel beam: a ray of angle t meets the detector at s = x cos t + y sin t, runs along (sin t, -cos t), and falls on cell
 * s / spacing + center.
 *
 * <p>In three dimensions detector row k sees slice k and nothing else, so rows and slices are as many and as far apart.
 */
public final class ParallelBeam extends Beam {
    /**
     * @param image real, with axes X, Y or X, Y, Z and square pixels, in mm
     * @param detector with one row for each slice
     * @param anglesDegrees one angle for each projection, in degrees; copied
     * @throws IllegalArgumentException if the image is of another kind, rows and slices differ, an angle is not finite, or
     *     there is none
     */
    public ParallelBeam(Space image, Detector detector, double[] anglesDegrees) {
        super(image, detector, anglesDegrees);
        if (image.dimensions() == 3) {
            if (detector.rows() != image.size(2)) {
                throw new IllegalArgumentException("the detector has " + detector.rows() + " rows, but the image has "
                        + image.size(2) + " slices: parallel beams need one row for each");
            }
            if (Math.abs(detector.rowSpacing() - image.spacing(2)) > 1e-6 * image.spacing(2)) {
                throw new IllegalArgumentException("detector rows are " + detector.rowSpacing()
                        + " mm apart, but slices " + image.spacing(2) + " mm: parallel beams need the same");
            }
        }
    }

    /** A slice and a line of cells. */
    public ParallelBeam(Space image, int detectors, double spacing, double center, double[] anglesDegrees) {
        this(image, Detector.line(detectors, spacing, center), anglesDegrees);
    }

    /**
     * Equally spaced angles over half a turn, 0 &lt;= t &lt; 180 degrees, the axis in the middle of the detector.
     *
     * @param image a real image with axes X, Y and square pixels, in mm
     * @param detectors number of detector cells
     * @param spacing distance of detector cells in mm
     * @param count number of angles
     */
    public static ParallelBeam halfTurn(Space image, int detectors, double spacing, int count) {
        return new ParallelBeam(image, Detector.line(detectors, spacing), uniformAngles(0, 180, count));
    }

    /** The number of cells, odd or even as given by the diagonal, that sees all of the image at this spacing. */
    public static int coveringDetectors(Space image, double spacing) {
        double diagonal = Math.hypot(image.size(0) * image.spacing(0), image.size(1) * image.spacing(1));
        return (int) Math.ceil(diagonal / spacing) + 1;
    }

    /** The geometry of each slice by itself: the same if there is only one. */
    public ParallelBeam slice() {
        return image().dimensions() == 2
                ? this
                : new ParallelBeam(
                        Space.image(image().size(0), image().size(1), image().spacing(0)),
                        Detector.line(detectors(), spacing(), center()),
                        angles());
    }

    /** A stack of this slice's geometry, {@code slices} of them, {@code distance} mm apart. */
    public ParallelBeam stack(int slices, double distance) {
        ParallelBeam one = slice();
        return new ParallelBeam(
                one.image().with(new Axis(Role.Z, slices, distance)),
                new Detector(detectors(), spacing(), center(), slices, distance, (slices - 1) / 2.0),
                angles());
    }

    @Override
    public ParallelBeam withAngles(double... degrees) {
        return new ParallelBeam(image(), detector(), degrees);
    }

    @Override
    public ParallelBeam with(Space otherImage, Detector otherDetector) {
        return new ParallelBeam(otherImage, otherDetector, angles());
    }

    @Override
    public Projector projector(Model model) {
        if (image().dimensions() == 3) {
            return model == Model.JOSEPH ? new StackProjector(this) : new SlicewiseProjector(this, model);
        }
        if (model != Model.JOSEPH) {
            throw new UnsupportedOperationException("not built yet");
        }
        return new ParallelProjector(this);
    }

    @Override
    public double resolution() {
        return spacing();
    }
}
