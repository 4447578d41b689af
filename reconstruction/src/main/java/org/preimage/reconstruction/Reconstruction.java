package org.preimage.reconstruction;

import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * A reconstructed image with how it came about.
 *
 * @param image the result, in the operator's domain
 * @param status how the run ended
 * @param iterations iterations made; 0 for direct methods
 * @param history recorded rows; empty for direct methods
 * @param how method and parameters, those chosen automatically included
 */
public record Reconstruction(Image image, Status status, int iterations, List<Progress.Row> history, Provenance how) {
    public Reconstruction {
        history = List.copyOf(history);
    }
}
