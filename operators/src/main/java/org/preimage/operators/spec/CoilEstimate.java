package org.preimage.operators.spec;

import java.util.List;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Sensitivities of coils from the data of a {@link MriSpec}. */
final class CoilEstimate {
    private CoilEstimate() {}

    static Sensitivities of(Space image, MriSpec.Estimated estimated, MriSpec.Sampling sampling, List<Image> frames) {
        throw new UnsupportedOperationException();
    }
}
