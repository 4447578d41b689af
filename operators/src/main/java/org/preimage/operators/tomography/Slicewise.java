package org.preimage.operators.tomography;

/**
 * One slice after the other, between a volume and its sinogram.
 *
 * @param plane pixels of a slice
 * @param cells cells of a detector row
 * @param rows detector rows, as many as slices
 * @param views projections
 */
record Slicewise(int plane, int cells, int rows, int views) {
    /** What is done with one slice: overwrites its output. */
    interface OnSlice {
        void run(float[] in, float[] out);
    }

    void project(int first, int count, float[] volume, float[] sinogram, OnSlice slice) {
        float[] image = new float[plane];
        float[] line = new float[views * cells];
        for (int z = first; z < first + count; z++) {
            System.arraycopy(volume, z * plane, image, 0, plane);
            slice.run(image, line);
            for (int a = 0; a < views; a++) {
                System.arraycopy(line, a * cells, sinogram, (a * rows + z) * cells, cells);
            }
        }
    }

    void backproject(int first, int count, float[] sinogram, float[] volume, OnSlice slice) {
        float[] image = new float[plane];
        float[] line = new float[views * cells];
        for (int z = first; z < first + count; z++) {
            for (int a = 0; a < views; a++) {
                System.arraycopy(sinogram, (a * rows + z) * cells, line, a * cells, cells);
            }
            slice.run(line, image);
            System.arraycopy(image, 0, volume, z * plane, plane);
        }
    }
}
