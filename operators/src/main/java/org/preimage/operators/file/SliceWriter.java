package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;

/** Takes the slices of a stack one after the other, as they are made, so that the stack is never in memory as a whole. */
public interface SliceWriter extends Closeable {
    /**
     * Writes the next slice.
     *
     * @param slice values of a slice, columns fastest; may be reused afterwards
     * @throws IOException with one sentence that names the file, if it cannot be written
     * @throws IllegalArgumentException if the length is wrong
     */
    void write(float[] slice) throws IOException;

    /** How many slices were written. */
    int slices();

    /**
     * Completes the stack with the slices it has, at least one. Nothing can be written afterwards.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written
     */
    void finish() throws IOException;

    /** Lets go of files; a stack that is one file and was not finished is removed. */
    @Override
    void close() throws IOException;
}
