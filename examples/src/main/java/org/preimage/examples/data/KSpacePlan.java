package org.preimage.examples.data;

import java.util.OptionalInt;

/**
 * What is done with raw k-space before it is reconstructed.
 *
 * @param coils "espirit", "adaptive", or a file of sensitivities
 * @param maps maps for each coil that ESPIRiT makes
 * @param slice which slice of a stack, from 0
 * @param contrast which echo, from 0
 * @param repetition which of the repetitions, from 0; empty for all as a series
 * @param virtualCoils how many coils the data are compressed to; empty for all
 */
public record KSpacePlan(
        String coils, int maps, int slice, int contrast, OptionalInt repetition, OptionalInt virtualCoils) {
    /** Sensitivities by ESPIRiT, the first image, all coils. */
    public static final KSpacePlan DEFAULT = new KSpacePlan("espirit", 1, 0, 0, OptionalInt.of(0), OptionalInt.empty());

    /** @throws IllegalArgumentException if a number is too small */
    public KSpacePlan {
        if (maps < 1) {
            throw new IllegalArgumentException("maps is " + maps + ", but must be at least 1");
        }
        if (virtualCoils.isPresent() && virtualCoils.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "virtual coils are " + virtualCoils.getAsInt() + ", but must be at least 1");
        }
    }
}
