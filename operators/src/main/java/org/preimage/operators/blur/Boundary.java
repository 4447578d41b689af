package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a blurred image is taken to be outside its edges. */
public enum Boundary {
    /** The image repeats. */
    PERIODIC,
    /** The image is mirrored at the outer edges of its outermost samples (half-sample symmetric): ... b a | a b ... */
    REFLECTING,
    /** The image is zero. */
    ZERO;

    /** The name in a SPEC, as "periodic". */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The boundary of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Boundary of(String label) {
        for (Boundary boundary : values()) {
            if (boundary.label().equals(label)) {
                return boundary;
            }
        }
        throw new IllegalArgumentException("boundary is \"" + label + "\", but must be one of "
                + Arrays.stream(values()).map(Boundary::label).collect(Collectors.joining(", ")));
    }
}
