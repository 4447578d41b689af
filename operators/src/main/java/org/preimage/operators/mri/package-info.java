/**
 * Magnetic resonance imaging: from an image to multi-coil k-space, A = E S.
 *
 * <p>{@link org.preimage.operators.mri.MriOperator} is what methods see, with {@link org.preimage.operators.mri.CartesianMri}
 * (mask and Fourier transform) and {@link org.preimage.operators.mri.NonCartesianMri} (trajectory and NUFFT). Arrays have the
 * axes (KX, KY, [KZ,] COIL) or (SAMPLE, SHOT, COIL), fastest first; zero frequency is at sample N / 2; row index and y grow
 * together. {@link org.preimage.operators.mri.Trajectories} makes
 * trajectories, {@link org.preimage.operators.mri.DensityCompensation} the weights of their samples. Package {@code calibration} estimates sensitivities from data, {@code simulation} makes data.
 */
package org.preimage.operators.mri;
