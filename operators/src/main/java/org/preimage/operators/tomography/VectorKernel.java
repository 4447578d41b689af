package org.preimage.operators.tomography;

/** The kernel with the Vector API. */
final class VectorKernel implements ParallelKernel {
    private final ParallelKernel plain;
    private final Sums sums;

    VectorKernel(ParallelKernel plain) {
        this.plain = plain;
        this.sums = new VectorSums();
    }

    @Override
    public void project(Rays rays, float[] image, float[] sinogram) {
        Tiles tiles = new Tiles(rays, sums);
        if (tiles.coversProjection(Footprint.LINEAR)) {
            tiles.project(Footprint.LINEAR, image, sinogram);
        } else {
            plain.project(rays, image, sinogram);
        }
    }

    @Override
    public void adjoint(Rays rays, float[] sinogram, float[] image) {
        Tiles tiles = new Tiles(rays, sums);
        if (tiles.coversImage(Footprint.TRIANGLE)) {
            tiles.backproject(Footprint.TRIANGLE, rays.rowLengths(), sinogram, image);
        } else {
            plain.adjoint(rays, sinogram, image);
        }
    }

    @Override
    public void backproject(Rays rays, double[] weights, float[] sinogram, float[] image) {
        Tiles tiles = new Tiles(rays, sums);
        if (tiles.coversImage(Footprint.LINEAR)) {
            tiles.backproject(Footprint.LINEAR, weights, sinogram, image);
        } else {
            plain.backproject(rays, weights, sinogram, image);
        }
    }

    @Override
    public void projectStrips(Rays rays, float[] image, float[] sinogram) {
        Tiles tiles = new Tiles(rays, sums);
        if (tiles.coversProjection(Footprint.TRAPEZOID)) {
            tiles.project(Footprint.TRAPEZOID, image, sinogram);
        } else {
            plain.projectStrips(rays, image, sinogram);
        }
    }

    @Override
    public void adjointStrips(Rays rays, float[] sinogram, float[] image) {
        Tiles tiles = new Tiles(rays, sums);
        if (tiles.coversImage(Footprint.TRAPEZOID)) {
            tiles.backproject(Footprint.TRAPEZOID, rays.stripWeights(), sinogram, image);
        } else {
            plain.adjointStrips(rays, sinogram, image);
        }
    }
}
