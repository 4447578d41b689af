package org.preimage.operators.tomography;

import java.util.Locale;
import org.preimage.operators.space.Space;

/**
 * Fan beam: a point source on a circle about the rotation axis, a line of cells opposite to it, in the plane of the image.
 *
 * <p>At angle t the source is at R (sin t, -cos t), R its distance from the axis. With D the source's distance from the
 * detector, a flat detector's cell j lies at (D - R) (-sin t, cos t) + (j - center) spacing (cos t, sin t). On a curved
 * detector, an arc of radius D about the source, the ray to cell j makes the angle (j - center) spacing / D with the central
 * ray; both agree near the middle.
 *
 * <p>The whole image must lie between source and detector.
 */
public final class FanBeam extends Beam {
    /** The line on which cells lie. */
    public enum Shape {
        /** Equally spaced along a straight line. */
        FLAT,
        /** Equally spaced along an arc about the source. */
        CURVED;

        /** Lower case, as in a SPEC. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of this label */
        public static Shape labelled(String label) {
            for (Shape shape : values()) {
                if (shape.label().equals(label)) {
                    return shape;
                }
            }
            throw new IllegalArgumentException("shape is \"" + label + "\", but must be flat or curved");
        }
    }

    private final double sourceToAxis;
    private final double sourceToDetector;
    private final Shape shape;

    /**
     * @param image real, with axes X, Y and square pixels, in mm
     * @param detector one row of cells
     * @param shape of the detector
     * @param sourceToAxis R in mm, beyond the corners of the image
     * @param sourceToDetector D in mm, larger than R
     * @param anglesDegrees one angle for each projection, in degrees; copied
     * @throws IllegalArgumentException if the image is of another kind or reaches the source, or lengths contradict
     */
    public FanBeam(
            Space image,
            Detector detector,
            Shape shape,
            double sourceToAxis,
            double sourceToDetector,
            double[] anglesDegrees) {
        super(image, detector, anglesDegrees);
        if (image.dimensions() != 2) {
            throw new IllegalArgumentException(
                    "image is " + image + ", but a fan beam needs axes X, Y; in three dimensions it is a cone beam");
        }
        requireDistances(image, sourceToAxis, sourceToDetector);
        this.sourceToAxis = sourceToAxis;
        this.sourceToDetector = sourceToDetector;
        this.shape = shape;
    }

    static void requireDistances(Space image, double sourceToAxis, double sourceToDetector) {
        requireLength("distance from source to axis", sourceToAxis);
        requireLength("distance from source to detector", sourceToDetector);
        if (!(sourceToDetector > sourceToAxis)) {
            throw new IllegalArgumentException("the source is " + sourceToDetector + " mm from the detector and "
                    + sourceToAxis + " mm from the axis, but the axis must lie between them");
        }
        double corner = Math.hypot(image.size(0), image.size(1)) * image.spacing(0) / 2;
        if (!(corner < sourceToAxis)) {
            throw new IllegalArgumentException("the image reaches " + corner + " mm from the axis, but the source is "
                    + sourceToAxis + " mm from it and must be outside the image");
        }
    }

    /** R, in mm. */
    public double sourceToAxis() {
        return sourceToAxis;
    }

    /** D, in mm. */
    public double sourceToDetector() {
        return sourceToDetector;
    }

    public Shape shape() {
        return shape;
    }

    @Override
    public FanBeam withAngles(double... degrees) {
        return new FanBeam(image(), detector(), shape, sourceToAxis, sourceToDetector, degrees);
    }

    @Override
    public FanBeam with(Space otherImage, Detector otherDetector) {
        return new FanBeam(otherImage, otherDetector, shape, sourceToAxis, sourceToDetector, angles());
    }

    @Override
    public Projector projector(Model model) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public double resolution() {
        return spacing() * sourceToAxis / sourceToDetector;
    }
}
