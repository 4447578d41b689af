package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;

/** Frames of equal size in a file or several, of which any block of rows can be read. */
interface Frames extends Closeable {
    int count();

    int rows();

    int cells();

    /** How the file stores a value, as "16-bit unsigned". */
    String type();

    /**
     * Reads rows {@code first} to {@code first + n - 1} of all frames, which has been checked to be possible.
     *
     * @param out axes (cell, row, frame), the first fastest
     */
    void read(int first, int n, float[] out) throws IOException;

    @Override
    default void close() throws IOException {}
}
