/**
 * Denoisers, and reconstruction with one in the place of a proximal map.
 *
 * <p>To add a denoiser, implement {@link org.preimage.reconstruction.denoise.Denoiser} in a file of its own.
 */
package org.preimage.reconstruction.denoise;
