package org.preimage.operators.tomography;

/**
 * The kernel with the Vector API, for detector cells between 1/2 and sqrt(2) pixels wide: there positions are at most two samples
 * apart, footprints touch four, and their slopes leave floats their accuracy. For back-projection cells may be wider. In other
 * geometries the plain kernel does the work.
 */
final class VectorKernel implements ParallelKernel {
    private static final double FINEST = 0.5 - 1e-9;
    private static final double COARSEST = Math.sqrt(2) + 1e-9;

    private final ParallelKernel plain;
    private final Sums sums;

    /**
     * @param plain for geometries that are not covered
     * @param sums with the Vector API
     */
    VectorKernel(ParallelKernel plain, Sums sums) {
        this.plain = plain;
        this.sums = sums;
    }

    private static boolean covers(Rays rays) {
        return rays.ratio >= FINEST && rays.ratio <= COARSEST;
    }

    @Override
    public void project(Rays rays, float[] image, float[] sinogram) {
        if (covers(rays)) {
            new Tiles(rays, sums).project(Footprint.LINEAR, image, sinogram);
        } else {
            plain.project(rays, image, sinogram);
        }
    }

    @Override
    public void adjoint(Rays rays, float[] sinogram, float[] image) {
        if (covers(rays)) {
            new Tiles(rays, sums).backproject(Footprint.TRIANGLE, rays.rowLengths(), sinogram, image);
        } else {
            plain.adjoint(rays, sinogram, image);
        }
    }

    @Override
    public void backproject(Rays rays, double[] weights, float[] sinogram, float[] image) {
        if (rays.ratio >= FINEST) {
            new Tiles(rays, sums).backproject(Footprint.LINEAR, weights, sinogram, image);
        } else {
            plain.backproject(rays, weights, sinogram, image);
        }
    }

    @Override
    public void projectStrips(Rays rays, float[] image, float[] sinogram) {
        if (covers(rays)) {
            new Tiles(rays, sums).project(Footprint.TRAPEZOID, image, sinogram);
        } else {
            plain.projectStrips(rays, image, sinogram);
        }
    }

    @Override
    public void adjointStrips(Rays rays, float[] sinogram, float[] image) {
        if (covers(rays)) {
            new Tiles(rays, sums).backproject(Footprint.TRAPEZOID, rays.stripWeights(), sinogram, image);
        } else {
            plain.adjointStrips(rays, sinogram, image);
        }
    }
}
