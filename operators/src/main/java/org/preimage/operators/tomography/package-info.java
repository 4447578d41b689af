/**
 * X-ray tomography: geometries, matched projectors, and the parts of direct inversion.
 *
 * <p>A {@link org.preimage.operators.tomography.Beam} only describes: parallel, fan or cone, its detector and angles. {@link
 * org.preimage.operators.tomography.Beam#projector} makes the forward operator from it, with its exact transpose, by Joseph's
 * method or by strips ({@link org.preimage.operators.tomography.Model}). To add a geometry, extend {@code Beam}, write its
 * {@link org.preimage.operators.tomography.Projector}, and name it in {@code spec.BeamSpec}.
 *
 * <p>The arithmetic of the parallel beam stands behind one interface, {@code ParallelKernel}: {@code PlainKernel} is plain Java
 * and always right; {@code VectorKernel} uses the Vector API and is chosen at run time where it is faster ({@link
 * org.preimage.operators.tomography.Kernels}). Only {@code VectorSums}, its inner loops, needs the incubating module; it is
 * compiled by itself and loaded by name. The parts of filtered back-projection are here
 * too: {@link org.preimage.operators.tomography.RampFilter}, {@link org.preimage.operators.tomography.AngularWeights} and
 * {@link org.preimage.operators.tomography.PixelBackprojection}.
 *
 * <p>For fan beams they are {@link org.preimage.operators.tomography.RedundancyWeights} and {@link
 * org.preimage.operators.tomography.FanBackprojection}. Their projectors step along each ray by its own slope, from tables of
 * lines through the source ({@code FanLines}).
 *
 * <p>What turns raw counts into line integrals is in {@code preparation}.
 */
package org.preimage.operators.tomography;
