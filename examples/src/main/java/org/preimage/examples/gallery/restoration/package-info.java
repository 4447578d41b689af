/** Examples of denoising, deconvolution, inpainting and phase retrieval, one program for each method. */
package org.preimage.examples.gallery.restoration;
