/**
 * X-ray tomography: geometries, matched projectors, filters, and what turns detector counts into line integrals.
 *
 * <p>A geometry ({@link org.preimage.operators.tomography.ParallelBeam}) only describes; a projector ({@link
 * org.preimage.operators.tomography.ParallelProjector}) is a {@link org.preimage.operators.LinearOperator} made from it. The
 * arithmetic stands behind one interface, {@code ParallelKernel}, of three methods; {@code PlainKernel} is plain Java and
 * always right, and a kernel for vector instructions would be one more implementation that {@code ParallelKernel.best}
 * chooses where it is faster. The parts of filtered back-projection are here too: {@link
 * org.preimage.operators.tomography.RampFilter}, {@link org.preimage.operators.tomography.AngularWeights} and {@link
 * org.preimage.operators.tomography.PixelBackprojection}.
 *
 * <p>Raw counts become line integrals by {@link org.preimage.operators.tomography.FlatField}, and {@link
 * org.preimage.operators.tomography.RotationAxis} finds where the axis projects.
 */
package org.preimage.operators.tomography;
