/**
 * What is claimed about each pixel: {@link org.preimage.uncertainty.prediction.PredictiveIntervals} at any level, from mean and
 * standard deviation or from kept samples, and the {@link org.preimage.uncertainty.prediction.Assessment}, a claim with its truth.
 */
package org.preimage.uncertainty.prediction;
