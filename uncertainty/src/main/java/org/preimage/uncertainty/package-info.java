/**
 * How far to trust a result. A method that knows its uncertainty gives mean and standard deviation of each pixel
 * ({@link org.preimage.reconstruction.posterior.PosteriorEstimate}); here they become intervals, are judged against truths, and
 * set right on a validation set.
 *
 * <p>Packages, in order of dependence: {@code prediction} (intervals of a Gaussian and of kept samples, a prediction with its
 * truth), {@code score} (coverage, calibration curve, likelihood, CRPS, sparsification), {@code calibration} (factor, conformal,
 * isotonic), and {@code sampling} (samplers for classical models).
 *
 * <p>Everything goes by floats: real and imaginary parts of complex images are judged one by one.
 */
package org.preimage.uncertainty;
