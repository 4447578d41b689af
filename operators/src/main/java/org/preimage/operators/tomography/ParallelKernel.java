package org.preimage.operators.tomography;

/**
 * The arithmetic of the parallel beam: one implementation for each kind of machine, all computing the same.
 *
 * <p>Every method overwrites its output, runs on the caller's threads through {@link
 * org.preimage.operators.parallel.Parallel}, and gives the same floats for any number of them. Arrays have the lengths of
 * the geometry's spaces.
 */
interface ParallelKernel {
    /** Joseph's projection of the image, in image value x mm. */
    void project(Rays rays, float[] image, float[] sinogram);

    /** The transpose of {@link #project}. */
    void adjoint(Rays rays, float[] sinogram, float[] image);

    /**
     * Pixel-driven back-projection: sum over the angles of weight x the projection interpolated linearly at the pixel.
     *
     * @param weights one for each angle
     */
    void backproject(Rays rays, double[] weights, float[] sinogram, float[] image);

    /** Projection by strips: areas of pixels within a cell's strip over its width, in image value x mm. */
    void projectStrips(Rays rays, float[] image, float[] sinogram);

    /** The transpose of {@link #projectStrips}. */
    void adjointStrips(Rays rays, float[] sinogram, float[] image);

    /** The fastest kernel for this machine. */
    static ParallelKernel best() {
        return Kernels.best();
    }
}
