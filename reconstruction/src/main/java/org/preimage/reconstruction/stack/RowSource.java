package org.preimage.reconstruction.stack;

import java.io.IOException;
import org.preimage.operators.space.Image;

/** Gives the line integrals of any block of detector rows. */
@FunctionalInterface
public interface RowSource {
    /**
     * Line integrals of detector rows {@code first} to {@code first + count - 1}.
     *
     * @return axes DETECTOR, DETECTOR_ROW, ANGLE
     * @throws IOException if they cannot be read
     */
    Image rows(int first, int count) throws IOException;
}
