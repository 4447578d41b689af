package org.preimage.operators.file;

import java.io.IOException;

/** One picture whose rows are views of a single detector row: a sinogram. */
record SinogramFrames(Frames picture) implements Frames {
    @Override
    public int count() {
        return picture.rows();
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int cells() {
        return picture.cells();
    }

    @Override
    public String type() {
        return picture.type();
    }

    @Override
    public void read(int first, int n, float[] out) throws IOException {
        picture.read(0, picture.rows(), out);
    }

    @Override
    public void close() throws IOException {
        picture.close();
    }
}
