package org.preimage.operators.tomography;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a projector turns pixels into line integrals. */
public enum Model {
    /** Thin rays, linear interpolation between pixels (P. M. Joseph, IEEE Trans. Med. Imaging 1(3), 1982). */
    JOSEPH,
    /**
     * Detector cells as wide as their spacing, pixels as squares: a cell takes the mean over its width (B. De Man and S.
     * Basu, Distance-driven projection and backprojection in three dimensions, Phys. Med. Biol. 49, 2004).
     */
    STRIP;

    /** Lower case, as in a SPEC. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this label */
    public static Model labelled(String label) {
        return Stream.of(values())
                .filter(m -> m.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model is \"" + label + "\", but must be one of "
                        + Stream.of(values()).map(Model::label).collect(Collectors.joining(", "))));
    }
}
