/**
 * Simulated MRI data. {@link org.preimage.operators.mri.simulation.LoopCoils} makes sensitivities from the law of Biot and
 * Savart, {@link org.preimage.operators.mri.simulation.ObjectPhase} gives a real image a phase,
 * {@link org.preimage.operators.mri.simulation.CoilNoise} is the noise of receivers; an
 * {@link org.preimage.operators.mri.MriOperator} turns the image into data.
 *
 * <p>{@link org.preimage.operators.mri.simulation.PhantomKspace} is the exact k-space of ellipses and ellipsoids, also behind
 * {@link org.preimage.operators.mri.simulation.FourierSensitivities}: no grid of pixels stands behind such data.
 */
package org.preimage.operators.mri.simulation;
