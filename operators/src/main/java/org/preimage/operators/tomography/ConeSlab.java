package org.preimage.operators.tomography;

import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Neighbouring slices of the volume of a cone beam, and the rows of the panel on which rays through them fall, so that a volume can be
 * back-projected piece by piece: none needs more than its own rows.
 *
 * <p>A slice at height z, whose points are R - r to R + r from the source where r is the half diagonal of the image, falls on the
 * rows rowCenter + z D / (d rowSpacing) for d between both.
 *
 * @param beam the slab as a volume of its own, on its rows of the panel; its source stands {@code middle} slices below the slab's middle
 * @param middle height of the slab's middle above the orbit, in slices
 * @param firstSlice of the whole volume
 * @param firstRow of the whole panel
 */
public record ConeSlab(ConeBeam beam, double middle, int firstSlice, int firstRow) {
    /** All of a volume and a panel. */
    public static ConeSlab whole(ConeBeam beam) {
        return new ConeSlab(beam, 0, 0, 0);
    }

    /**
     * Slices {@code first} to {@code first + count - 1}.
     *
     * @throws IllegalArgumentException if there are no such slices
     */
    public static ConeSlab of(ConeBeam whole, int first, int count) {
        return of(whole, whole.detector(), whole.image().size(2), first, count);
    }

    /**
     * The same of a scan that is too large for one array, and so for one beam.
     *
     * @param beam source, angles and voxels of the scan; how many rows and slices it has does not count
     * @param panel all of the detector
     * @param slices of the whole volume
     * @throws IllegalArgumentException if there are no such slices
     */
    public static ConeSlab of(ConeBeam beam, Detector panel, int slices, int first, int count) {
        int[] rows = rows(beam, panel, slices, first, count);
        Space image = beam.image();
        Space slab = Space.of(image.axes().get(0), image.axes().get(1), new Axis(Role.Z, count, image.spacing(2)));
        return new ConeSlab(
                beam.with(slab, panel.withRows(rows[0], rows[1] - rows[0])),
                first + (count - slices) / 2.0,
                first,
                rows[0]);
    }

    /**
     * The rows of the panel that slices need, as {@link #of(ConeBeam, Detector, int, int, int)} takes them.
     *
     * @return the first, and the one after the last
     */
    public static int[] rows(ConeBeam beam, Detector panel, int slices, int first, int count) {
        if (first < 0 || count < 1 || first + count > slices) {
            throw new IllegalArgumentException(
                    "slices " + first + " to " + (first + count - 1) + " are asked for, but the volume has " + slices);
        }
        Space image = beam.image();
        double low = (first - (slices - 1) / 2.0) * image.spacing(2);
        double high = low + (count - 1) * image.spacing(2);
        double corner = Math.hypot(image.size(0), image.size(1)) * image.spacing(0) / 2;
        double near = beam.sourceToDetector() / (beam.sourceToAxis() - corner) / panel.rowSpacing();
        double far = beam.sourceToDetector() / (beam.sourceToAxis() + corner) / panel.rowSpacing();
        double lowest = panel.rowCenter() + Math.min(low * near, low * far);
        double highest = panel.rowCenter() + Math.max(high * near, high * far);
        // One row more on either side than rays fall between, against rounding.
        int from = (int) Math.min(panel.rows() - 1, Math.max(0, Math.floor(lowest) - 1));
        int to = (int) Math.min(panel.rows() - 1, Math.max(from, Math.ceil(highest) + 1));
        return new int[] {from, to + 1};
    }
}
