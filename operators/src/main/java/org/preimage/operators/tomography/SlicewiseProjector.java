package org.preimage.operators.tomography;

/** The projector of a stack that projects one slice after the other by the projector of a slice, of any model. */
final class SlicewiseProjector extends Projector {
    private final ParallelBeam geometry;
    private final Projector slice;

    /**
     * @param geometry with axes X, Y, Z
     * @param model one that slices have
     */
    SlicewiseProjector(ParallelBeam geometry, Model model) {
        super(geometry, model);
        this.geometry = geometry;
        this.slice = geometry.slice().projector(model);
    }

    @Override
    public ParallelBeam beam() {
        return geometry;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] image = slice.domain().zeros();
        float[] sinogram = slice.range().zeros();
        for (int z = 0; z < geometry.detector().rows(); z++) {
            System.arraycopy(x, z * image.length, image, 0, image.length);
            slice.apply(image, sinogram);
            copyRows(sinogram, 0, 1, out, z, geometry.detector().rows());
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] image = slice.domain().zeros();
        float[] sinogram = slice.range().zeros();
        for (int z = 0; z < geometry.detector().rows(); z++) {
            copyRows(y, z, geometry.detector().rows(), sinogram, 0, 1);
            slice.adjoint(sinogram, image);
            System.arraycopy(image, 0, out, z * image.length, image.length);
        }
    }

    /** Copies one detector row of every view between sinograms of {@code fromRows} and {@code toRows} rows. */
    private void copyRows(float[] from, int fromRow, int fromRows, float[] to, int toRow, int toRows) {
        int cells = geometry.detectors();
        for (int a = 0; a < geometry.views(); a++) {
            System.arraycopy(from, (a * fromRows + fromRow) * cells, to, (a * toRows + toRow) * cells, cells);
        }
    }

    @Override
    protected double computeNorm() {
        return slice.norm();
    }
}
