package org.preimage.plugins.ct;

import ij.ImagePlus;
import java.util.Optional;
import org.preimage.plugins.Planes;

/**
 * The rotation axis that a user found or chose for a stack of sinograms, kept in the image's properties: it holds wherever the next
 * command says "auto".
 *
 * @param column detector cell, fractional
 * @param columns that the sinograms had, as the axis holds for these only
 */
record FoundAxis(double column, int columns) {
    static final String KEY = "preimage.axis";
    private static final String OF = " of ";

    void attach(ImagePlus image) {
        image.setProp(KEY, column + OF + columns);
    }

    /**
     * What an image carries; empty if nothing.
     *
     * @throws IllegalArgumentException in one sentence, if it is damaged or the image has other columns by now
     */
    static Optional<FoundAxis> in(Planes image) {
        String text = image.property(KEY);
        if (text == null) {
            return Optional.empty();
        }
        FoundAxis found;
        try {
            String[] parts = text.split(OF, 2);
            found = new FoundAxis(Double.parseDouble(parts[0]), parts.length == 2 ? Integer.parseInt(parts[1]) : -1);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the property " + KEY + " of the image is damaged: \"" + text + "\"", e);
        }
        if (found.columns != image.width() || !Double.isFinite(found.column)) {
            throw new IllegalArgumentException("the rotation axis was found when the sinogram had " + found.columns
                    + " columns, but now it has " + image.width() + ": find it again");
        }
        return Optional.of(found);
    }
}
