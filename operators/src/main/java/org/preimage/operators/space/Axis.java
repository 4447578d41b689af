package org.preimage.operators.space;

import java.util.Objects;

/**
 * One axis of a {@link Space}.
 *
 * @param role what it counts
 * @param size number of samples, at least 1
 * @param spacing distance of neighbouring samples: mm for image and detector axes, degrees for angles, 1 where there is
 *     no unit; positive and finite
 */
public record Axis(Role role, int size, double spacing) {
    public Axis {
        Objects.requireNonNull(role, "role");
        if (size < 1) {
            throw new IllegalArgumentException("size of axis " + role + " is " + size + ", but must be at least 1");
        }
        if (!(spacing > 0) || Double.isInfinite(spacing)) {
            throw new IllegalArgumentException(
                    "spacing of axis " + role + " is " + spacing + ", but must be positive and finite");
        }
    }

    /** An axis without unit. */
    public Axis(Role role, int size) {
        this(role, size, 1);
    }
}
