/**
 * Wavelet transforms, orthogonal and biorthogonal.
 *
 * <p>{@link org.preimage.operators.wavelet.Wavelet} is a wavelet as its filters, which
 * {@link org.preimage.operators.wavelet.SpectralFactor} makes from roots of polynomials. The operators over all spatial
 * axes are {@link org.preimage.operators.wavelet.WaveletTransform}, periodic, by steps of
 * {@link org.preimage.operators.wavelet.FilterBank}; {@link org.preimage.operators.wavelet.SymmetricWaveletTransform}, which
 * mirrors at the boundaries, by steps of {@link org.preimage.operators.wavelet.ExtendedStep}; and
 * {@link org.preimage.operators.wavelet.UndecimatedWaveletTransform}. All are analysis operators with an inverse.
 */
package org.preimage.operators.wavelet;
