/**
 * From raw k-space to what a reconstruction needs: coil sensitivities ({@link org.preimage.operators.mri.calibration.Espirit},
 * {@link org.preimage.operators.mri.calibration.AdaptiveCombination}), fewer coils
 * ({@link org.preimage.operators.mri.calibration.CoilCompression}), white noise
 * ({@link org.preimage.operators.mri.calibration.Prewhitening}) and another field of view or matrix
 * ({@link org.preimage.operators.mri.calibration.FieldOfView}).
 */
package org.preimage.operators.mri.calibration;
