package org.preimage.operators.phantom;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.FanBeam;

/** A function in the plane with exact line integrals. Lengths are in mm, x to the right, y up, the origin is the centre. */
public interface PlanePhantom {
    /**
     * Pixel means, taken over {@code supersampling} x {@code supersampling} points spread evenly over each pixel.
     *
     * @param space a real image with axes X, Y; its centre is the origin, row 0 the top
     * @param supersampling points along each side of a pixel; 1 gives the value at the pixel's centre
     */
    Image render(Space space, int supersampling);

    /**
     * The integral along the line x cos t + y sin t = s.
     *
     * @param cos cosine of t
     * @param sin sine of t
     * @param s distance of the line from the origin in mm
     * @return in units of value x mm
     */
    double lineIntegral(double cos, double sin, double s);

    /**
     * The exact line integrals through the cells' centres, in units of value x mm.
     *
     * @param beam a parallel or fan beam in the plane
     */
    default Image sinogram(Beam beam) {
        if (beam.image().dimensions() != 2) {
            throw new IllegalArgumentException(
                    "the beam's image is " + beam.image() + ", but phantoms of the plane need axes X, Y");
        }
        Image sinogram = Image.zeros(beam.sinogram());
        double[] angles = beam.angles();
        int cells = beam.detectors();
        Parallel.ranges(angles.length, 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                double t = Math.toRadians(angles[k]);
                for (int j = 0; j < cells; j++) {
                    sinogram.data()[k * cells + j] = (float) integral(this, beam, t, j);
                }
            }
        });
        return sinogram;
    }

    private static double integral(PlanePhantom phantom, Beam beam, double t, int cell) {
        double normal = t;
        double s = (cell - beam.center()) * beam.spacing();
        if (beam instanceof FanBeam fan) {
            double g = fan.fanAngle(cell);
            // What a curved detector has behind the source sees nothing.
            if (Math.abs(g) >= Math.PI / 2) {
                return 0;
            }
            normal = t - g;
            s = fan.sourceToAxis() * Math.sin(g);
        }
        return phantom.lineIntegral(Math.cos(normal), Math.sin(normal), s);
    }

    /** Refuses spaces and samplings that {@link #render} does not take. */
    static void requirePlane(Space space, int supersampling) {
        if (space.dimensions() != 2
                || space.field() != Field.REAL
                || space.axes().get(0).role() != Role.X
                || space.axes().get(1).role() != Role.Y) {
            throw new IllegalArgumentException("space is " + space + ", but must be real with axes X, Y");
        }
        if (supersampling < 1) {
            throw new IllegalArgumentException("supersampling is " + supersampling + ", but must be at least 1");
        }
    }
}
