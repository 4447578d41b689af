/**
 * X-ray tomography: geometries, matched projectors, filters, and what turns detector counts into line integrals.
 *
 * <p>A geometry ({@link org.preimage.operators.tomography.ParallelBeam}) only describes; a projector is a
 * {@link org.preimage.operators.LinearOperator} made from it. Raw counts become line integrals by
 * {@link org.preimage.operators.tomography.FlatField}, and {@link org.preimage.operators.tomography.RotationAxis} finds
 * where the axis projects.
 */
package org.preimage.operators.tomography;
