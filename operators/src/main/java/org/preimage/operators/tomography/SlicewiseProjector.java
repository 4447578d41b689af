package org.preimage.operators.tomography;

/** The projector of a stack that projects one slice after the other by the projector of a slice, of any model. */
final class SlicewiseProjector extends Projector {
    private final ParallelBeam geometry;
    private final Projector slice;
    private final Slicewise slices;

    /**
     * @param geometry with axes X, Y, Z
     * @param model one that slices have
     */
    SlicewiseProjector(ParallelBeam geometry, Model model) {
        super(geometry, model);
        this.geometry = geometry;
        this.slice = geometry.slice().projector(model);
        this.slices = new Slicewise(
                slice.domain().length(),
                geometry.detectors(),
                geometry.detector().rows(),
                geometry.views());
    }

    @Override
    public ParallelBeam beam() {
        return geometry;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        slices.project(0, slices.rows(), x, out, slice::apply);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        slices.backproject(0, slices.rows(), y, out, slice::adjoint);
    }

    @Override
    protected double computeNorm() {
        return slice.norm();
    }
}
