/**
 * Orthogonal wavelet transforms.
 *
 * <p>{@link org.preimage.operators.wavelet.Wavelet} is a pair of filters, {@link org.preimage.operators.wavelet.WaveletTransform}
 * the operator over all spatial axes, {@link org.preimage.operators.wavelet.FilterBank} one step of it along one axis: the
 * place for other filters and boundaries.
 */
package org.preimage.operators.wavelet;
