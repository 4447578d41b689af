package org.preimage.operators.tomography;

/**
 * Joseph's projector of a stack of slices, each of which is projected as {@link ParallelProjector} would, to rounding: many
 * slices at a time share positions and weights ({@link StackKernel}).
 *
 * <p>Its norm is that of one slice, as a block diagonal matrix of equal blocks has the norm of a block.
 */
final class StackProjector extends Projector {
    private final ParallelBeam geometry;
    private final Rays rays;
    private final StackKernel kernel;

    /** @param geometry with axes X, Y, Z */
    StackProjector(ParallelBeam geometry) {
        this(geometry, StackKernel.INSTANCE);
    }

    StackProjector(ParallelBeam geometry, StackKernel kernel) {
        super(geometry, Model.JOSEPH);
        this.geometry = geometry;
        this.rays = new Rays(geometry);
        this.kernel = kernel;
    }

    @Override
    public ParallelBeam beam() {
        return geometry;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        kernel.project(rays, geometry.detector().rows(), x, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        kernel.adjoint(rays, geometry.detector().rows(), y, out);
    }

    @Override
    protected double computeNorm() {
        return geometry.slice().projector(model()).norm();
    }
}
