package org.preimage.reconstruction.stack;

import java.io.IOException;
import org.preimage.operators.space.Image;

/** Takes finished slices in order, and writes or shows them. */
@FunctionalInterface
public interface SliceSink {
    /**
     * Takes a slice.
     *
     * @param row its detector row
     * @param slice axes X, Y; not to be changed
     * @throws IOException if it cannot be kept, which ends the reconstruction
     */
    void take(int row, Image slice) throws IOException;
}
