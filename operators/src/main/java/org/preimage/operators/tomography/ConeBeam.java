package org.preimage.operators.tomography;

import org.preimage.operators.space.Space;

/**
 * Circular cone beam: a point source on a circle in the plane z = 0 about the rotation axis, a flat panel opposite to it.
 *
 * <p>At angle t the source is at R (sin t, -cos t, 0). With D its distance from the panel, cell j in row i lies at (D - R)
 * (-sin t, cos t, 0) + (j - center) spacing (cos t, sin t, 0) + (i - rowCenter) rowSpacing (0, 0, 1). A {@link FanBeam} with
 * a flat detector is its central plane.
 */
public final class ConeBeam extends Beam {
    private final double sourceToAxis;
    private final double sourceToDetector;

    /**
     * @param image real, with axes X, Y, Z and square pixels, in mm
     * @param detector a panel
     * @param sourceToAxis R in mm, beyond the edges of the volume
     * @param sourceToDetector D in mm, larger than R
     * @param anglesDegrees one angle for each projection, in degrees; copied
     * @throws IllegalArgumentException if the image is of another kind or reaches the source, or lengths contradict
     */
    public ConeBeam(
            Space image, Detector detector, double sourceToAxis, double sourceToDetector, double[] anglesDegrees) {
        super(requireVolume(image), detector, anglesDegrees);
        FanBeam.requireDistances(image, sourceToAxis, sourceToDetector);
        this.sourceToAxis = sourceToAxis;
        this.sourceToDetector = sourceToDetector;
    }

    private static Space requireVolume(Space image) {
        if (image.dimensions() != 3) {
            throw new IllegalArgumentException(
                    "image is " + image + ", but a cone beam needs axes X, Y, Z; in a plane it is a fan beam");
        }
        return image;
    }

    /** The fan beam in the plane of the orbit. */
    public FanBeam centralPlane() {
        return new FanBeam(
                Space.image(image().size(0), image().size(1), image().spacing(0)),
                Detector.line(detectors(), spacing(), center()),
                FanBeam.Shape.FLAT,
                sourceToAxis,
                sourceToDetector,
                angles());
    }

    /** R, in mm. */
    public double sourceToAxis() {
        return sourceToAxis;
    }

    /** D, in mm. */
    public double sourceToDetector() {
        return sourceToDetector;
    }

    @Override
    public ConeBeam withAngles(double... degrees) {
        return new ConeBeam(image(), detector(), sourceToAxis, sourceToDetector, degrees);
    }

    @Override
    public ConeBeam with(Space otherImage, Detector otherDetector) {
        return new ConeBeam(otherImage, otherDetector, sourceToAxis, sourceToDetector, angles());
    }

    @Override
    public Projector projector(Model model) {
        return new ConeProjector(this, model);
    }

    @Override
    public double resolution() {
        return spacing() * sourceToAxis / sourceToDetector;
    }
}
