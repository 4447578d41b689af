package org.preimage.operators.phantom;

import java.util.List;
import java.util.Optional;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * A sum of ellipsoids, f(x, y, z) = sum of the values of the ellipsoids that hold (x, y, z).
 *
 * @param ellipsoids in the order in which they are added
 */
public record EllipsoidPhantom(List<Ellipsoid> ellipsoids) {
    public EllipsoidPhantom {
        ellipsoids = List.copyOf(ellipsoids);
    }

    /** A few ellipsoids. */
    public static EllipsoidPhantom of(Ellipsoid... ellipsoids) {
        return new EllipsoidPhantom(List.of(ellipsoids));
    }

    /** All lengths multiplied by a positive factor, as to fill another field of view. */
    public EllipsoidPhantom scaled(double factor) {
        return new EllipsoidPhantom(
                ellipsoids.stream().map(e -> e.scaled(factor)).toList());
    }

    /** All values multiplied by a factor, as to give an attenuation in 1/mm. */
    public EllipsoidPhantom times(double factor) {
        return new EllipsoidPhantom(
                ellipsoids.stream().map(e -> e.times(factor)).toList());
    }

    /** What the plane at this height shows. */
    public EllipsePhantom section(double height) {
        return new EllipsePhantom(ellipsoids.stream()
                .map(e -> e.section(height))
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * Voxel means, taken over {@code supersampling} points along each side of a voxel, spread evenly.
     *
     * @param space a real volume with axes X, Y, Z; its centre is the origin, row 0 of a slice the top
     * @param supersampling at least 1, which gives the value at the voxel's centre
     * @throws IllegalArgumentException if the space is of another kind or the number is smaller than 1
     */
    public Image render(Space space, int supersampling) {
        if (space.dimensions() != 3
                || space.field() != Field.REAL
                || space.axes().get(0).role() != Role.X
                || space.axes().get(1).role() != Role.Y
                || space.axes().get(2).role() != Role.Z) {
            throw new IllegalArgumentException("space is " + space + ", but must be real with axes X, Y, Z");
        }
        if (supersampling < 1) {
            throw new IllegalArgumentException("supersampling is " + supersampling + ", but must be at least 1");
        }
        Image volume = Image.zeros(space);
        Space plane = Space.of(space.axes().get(0), space.axes().get(1));
        int pixels = plane.length();
        int nz = space.size(2);
        Parallel.ranges(nz, 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                for (int j = 0; j < supersampling; j++) {
                    double z = (k - nz / 2.0 + (j + 0.5) / supersampling) * space.spacing(2);
                    float[] section = section(z).render(plane, supersampling).data();
                    for (int i = 0; i < pixels; i++) {
                        volume.data()[k * pixels + i] += section[i] / supersampling;
                    }
                }
            }
        });
        return volume;
    }

    /**
     * The exact line integrals through the cells' centres, in units of value x mm.
     *
     * @param beam a cone beam, or parallel beams of a volume
     * @throws IllegalArgumentException if it is another one
     */
    public Image sinogram(Beam beam) {
        if (beam instanceof ConeBeam cone) {
            return cone(cone);
        }
        if (beam instanceof ParallelBeam parallel && beam.image().dimensions() == 3) {
            return parallel(parallel);
        }
        throw new IllegalArgumentException("the beam is a " + beam.getClass().getSimpleName() + " of " + beam.image()
                + ", but ellipsoids need a ConeBeam, or a ParallelBeam of axes X, Y, Z");
    }

    private Image parallel(ParallelBeam beam) {
        Image sinogram = Image.zeros(beam.sinogram());
        int cells = beam.detectors();
        int slices = beam.image().size(2);
        double[] angles = beam.angles();
        Parallel.ranges(angles.length, 1, (from, to) -> {
            for (int view = from; view < to; view++) {
                double cos = Math.cos(Math.toRadians(angles[view]));
                double sin = Math.sin(Math.toRadians(angles[view]));
                for (int k = 0; k < slices; k++) {
                    double z = (k - (slices - 1) / 2.0) * beam.image().spacing(2);
                    for (int j = 0; j < cells; j++) {
                        double s = (j - beam.center()) * beam.spacing();
                        sinogram.data()[(view * slices + k) * cells + j] =
                                (float) along(s * cos, s * sin, z, sin, -cos, 0);
                    }
                }
            }
        });
        return sinogram;
    }

    private Image cone(ConeBeam beam) {
        Image sinogram = Image.zeros(beam.sinogram());
        Detector panel = beam.detector();
        double[] angles = beam.angles();
        double toAxis = beam.sourceToAxis();
        double toDetector = beam.sourceToDetector();
        Parallel.ranges(angles.length, 1, (from, to) -> {
            for (int view = from; view < to; view++) {
                double cos = Math.cos(Math.toRadians(angles[view]));
                double sin = Math.sin(Math.toRadians(angles[view]));
                for (int i = 0; i < panel.rows(); i++) {
                    double v = (i - panel.rowCenter()) * panel.rowSpacing();
                    for (int j = 0; j < panel.cells(); j++) {
                        double u = (j - panel.center()) * panel.spacing();
                        sinogram.data()[(view * panel.rows() + i) * panel.cells() + j] = (float) along(
                                toAxis * sin,
                                -toAxis * cos,
                                0,
                                -toDetector * sin + u * cos,
                                toDetector * cos + u * sin,
                                v);
                    }
                }
            }
        });
        return sinogram;
    }

    private double along(double px, double py, double pz, double dx, double dy, double dz) {
        double sum = 0;
        for (Ellipsoid e : ellipsoids) {
            sum += e.lineIntegral(px, py, pz, dx, dy, dz);
        }
        return sum;
    }
}
