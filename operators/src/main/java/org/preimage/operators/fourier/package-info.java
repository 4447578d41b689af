/**
 * Fourier transforms: {@link org.preimage.operators.fourier.FourierTransform} is the operator,
 * {@link org.preimage.operators.fourier.CentredFft} what it computes with, {@link org.preimage.operators.fourier.BatchFft} the
 * transform of many lines at once that this is made of, {@link org.preimage.operators.fourier.LineTransform} the library's
 * transform of one line, shared safely by threads. {@link org.preimage.operators.fourier.CosineTransform} is its real relative.
 */
package org.preimage.operators.fourier;
