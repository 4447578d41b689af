package org.preimage.operators.file;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;

/**
 * What a file says of a point source on a circle.
 *
 * @param axis its distance from the rotation axis in mm
 * @param detector its distance from the detector in mm
 * @param panel the detector
 * @param angles in degrees
 */
record PointSource(double axis, double detector, Detector panel, double[] angles) {
    /**
     * A fan beam for a line, a cone beam for a panel; of a scan too large for one array the fan beam of the middle row.
     *
     * @throws IOException if there is no such geometry
     */
    FramesScan complete(FramesScan scan) throws IOException {
        double voxel = panel.spacing() * axis / detector;
        double slice = panel.rowSpacing() * axis / detector;
        FramesScan told = scan.withFact(
                        "source",
                        number(axis) + " mm to the axis, " + number(detector) + " mm to the detector, magnification "
                                + number(detector / axis))
                .withFact("cell", number(panel.spacing()) + " mm")
                .withFact("voxel", number(voxel) + " mm" + (slice == voxel ? "" : ", slices " + number(slice) + " mm"));
        try {
            long n = panel.cells();
            long values = Math.max(n * n, n * angles.length);
            Space image = Space.image(panel.cells(), panel.cells(), voxel);
            if (panel.rows() > 1 && values <= (Integer.MAX_VALUE - 8L) / panel.rows()) {
                Beam cone =
                        new ConeBeam(image.with(new Axis(Role.Z, panel.rows(), slice)), panel, axis, detector, angles);
                return told.withBeam(cone);
            }
            Detector line = Detector.line(panel.cells(), panel.spacing(), panel.center());
            Beam fan = new FanBeam(image, line, FanBeam.Shape.FLAT, axis, detector, angles);
            return panel.rows() == 1
                    ? told.withBeam(fan)
                    : told.withFact("geometry", "of the middle row: all rows are too many for one array")
                            .withBeam(fan, Optional.of(panel));
        } catch (IllegalArgumentException e) {
            throw new IOException(scan.file() + " describes no possible geometry: " + e.getMessage(), e);
        }
    }

    /** Up to six digits, without zeros at the end. */
    static String number(double v) {
        String text = String.format(Locale.ROOT, "%.6g", v);
        return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
