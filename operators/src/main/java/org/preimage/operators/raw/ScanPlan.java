package org.preimage.operators.raw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.preparation.AxisMethod;
import org.preimage.operators.tomography.preparation.OffsetScan;
import org.preimage.operators.tomography.preparation.Padding;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.RotationAxis;

/**
 * How a raw scan is made ready: the steps to line integrals, how its rotation axis is found, and the padding.
 *
 * @param steps from counts to line integrals
 * @param axis how the rotation axis is found where {@code center} does not give it
 * @param offset a full turn whose axis is near one end of the detector, to be joined to half a turn
 * @param center cell of the rotation axis, if it is known
 * @param padding cells on each side; 0 for half the detector; none if empty
 * @param angles of the views, in place of those that the file states
 */
public record ScanPlan(
        Preparation steps,
        AxisMethod axis,
        boolean offset,
        OptionalDouble center,
        OptionalInt padding,
        Optional<Angles> angles) {
    /** Detector correction, the axis found, no padding. */
    public static final ScanPlan DEFAULT = new ScanPlan(
            Preparation.DEFAULT, AxisMethod.AUTO, false, OptionalDouble.empty(), OptionalInt.empty(), Optional.empty());

    /** The axis of an offset scan is looked for where both sides share a twentieth of the detector or more. */
    private static final int OVERLAP = 20;

    public ScanPlan withAngles(Angles other) {
        return new ScanPlan(steps, axis, offset, center, padding, Optional.of(other));
    }

    public ScanPlan withSteps(Preparation other) {
        return new ScanPlan(other, axis, offset, center, padding, angles);
    }

    public ScanPlan withCenter(OptionalDouble other) {
        return new ScanPlan(steps, axis, offset, other, padding, angles);
    }

    /** A geometry with its line integrals, and what was done, in words. */
    record Placed(ParallelBeam beam, Image sinogram, Map<String, String> facts) {}

    /** Finds the axis; cells and pixels are 1 mm wide. */
    Placed place(Image sinogram, double[] angles) {
        int columns = sinogram.space().size(0);
        if (center.isPresent() && !(center.getAsDouble() >= 0 && center.getAsDouble() <= columns - 1)) {
            throw new IllegalArgumentException("the rotation axis is given at column " + center.getAsDouble()
                    + ", but the detector has the columns 0 to " + (columns - 1));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        if (offset) {
            int cells = sinogram.space().size(0);
            double at;
            String how = "given";
            if (center.isPresent()) {
                at = center.getAsDouble();
            } else {
                RotationAxis found = OffsetScan.find(sinogram, angles, Math.max(8, cells / OVERLAP));
                at = found.center();
                how = "found where both sides of the turn agree, 1 - correlation " + Numbers.of(found.residual());
            }
            OffsetScan joined = OffsetScan.stitch(sinogram, angles, at);
            facts.put("rotation axis", "column " + Numbers.fixed(at, 2) + ", " + how);
            facts.put(
                    "offset scan",
                    "joined to " + joined.angles().length + " views of "
                            + joined.sinogram().space().size(0) + " cells, axis at column "
                            + Numbers.fixed(joined.center(), 2) + " of these");
            return new Placed(beam(joined.sinogram(), joined.center(), joined.angles()), joined.sinogram(), facts);
        }
        if (center.isPresent()) {
            facts.put("rotation axis", "column " + Numbers.fixed(center.getAsDouble(), 2) + ", given");
            return new Placed(beam(sinogram, center.getAsDouble(), angles), sinogram, facts);
        }
        AxisMethod.Found found = axis.find(sinogram, angles);
        facts.put("rotation axis", "column " + Numbers.fixed(found.axis().center(), 2) + ", " + found.description());
        return new Placed(beam(sinogram, found.axis().center(), angles), sinogram, facts);
    }

    private static ParallelBeam beam(Image sinogram, double center, double[] angles) {
        int cells = sinogram.space().size(0);
        return new ParallelBeam(Space.image(cells, cells, 1), cells, 1, center, angles);
    }

    /** The padding for a detector, if there is to be one. */
    public Optional<Padding> paddingOf(int cells) {
        return padding.isPresent()
                ? Optional.of(new Padding(padding.getAsInt() == 0 ? cells / 2 : padding.getAsInt()))
                : Optional.empty();
    }
}
