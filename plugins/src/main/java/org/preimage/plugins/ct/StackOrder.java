package org.preimage.plugins.ct;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.preimage.operators.tomography.Beam;
import org.preimage.plugins.Planes;

/** What the slices of a scan's stack are. */
enum StackOrder {
    /** A slice for each detector row, in it a row for each view. */
    SINOGRAMS,
    /** A slice for each view, in it a row for each detector row. */
    PROJECTIONS;

    /**
     * Reads an input.
     *
     * @param text sinograms, projections, or "auto" for what the image's geometry says: sinograms if it has none
     * @throws IllegalArgumentException if it is another word, or the geometry fits neither
     */
    static StackOrder of(Planes stack, String text) {
        if (!text.strip().equalsIgnoreCase("auto")) {
            return Stream.of(values())
                    .filter(o -> o.label().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "slices are \"" + text + "\", but must be auto, sinograms or projections"));
        }
        Optional<Beam> beam = Geometry.in(stack).map(Geometry::beam);
        return beam.isPresent()
                        && stack.height() != beam.get().views()
                        && stack.count() == beam.get().views()
                ? PROJECTIONS
                : SINOGRAMS;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stack as sinograms, read as they are asked for; calibration and properties go with it. */
    Planes sinograms(String name, ImagePlus image) {
        Planes stack = new Planes(name, image);
        if (this == SINOGRAMS) {
            return stack;
        }
        ImagePlus resliced = new ImagePlus(image.getTitle(), new ProjectionSinograms(stack));
        Calibration calibration = stack.calibration();
        String unit = calibration.getXUnit();
        calibration.setFunction(Calibration.NONE, null, null);
        calibration.pixelDepth = calibration.pixelHeight;
        calibration.setZUnit(unit);
        Optional<Geometry> geometry = Geometry.in(stack);
        calibration.pixelHeight = geometry.map(Geometry::step).orElse(1.0);
        calibration.setYUnit(geometry.isPresent() ? "degree" : "view");
        resliced.setCalibration(calibration);
        Geometry.copy(image, resliced);
        return new Planes(name, resliced);
    }
}
