package org.preimage.operators.raw;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.spec.MriSpec;

/**
 * What is reconstructed of a file of raw k-space, and what is done before.
 *
 * @param frame which image
 * @param series whether all repetitions are wanted, as a series in time
 * @param coils how sensitivities are estimated
 * @param maps file of sensitivities in place of an estimate
 * @param virtualCoils how many coils the data are compressed to; empty for all
 */
public record KSpacePlan(
        KSpaceFrame frame, boolean series, MriSpec.Estimated coils, Optional<Path> maps, OptionalInt virtualCoils) {
    /** The first image, all coils, one map of each by ESPIRiT. */
    public static final KSpacePlan DEFAULT = new KSpacePlan(
            KSpaceFrame.FIRST,
            false,
            new MriSpec.Estimated(MriSpec.Way.ESPIRIT, 1),
            Optional.empty(),
            OptionalInt.empty());

    /** @throws IllegalArgumentException if the number of virtual coils is too small, or they do not belong to the maps */
    public KSpacePlan {
        if (virtualCoils.isPresent() && virtualCoils.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "the number of virtual coils is " + virtualCoils.getAsInt() + ", but must be at least 1");
        }
        if (virtualCoils.isPresent() && maps.isPresent()) {
            throw new IllegalArgumentException(
                    "sensitivities from a file belong to the coils of the file, not to virtual"
                            + " coils: give one of the two");
        }
    }
}
