/**
 * Setting a claimed uncertainty right by a validation set, images with truth that training did not see. A
 * {@link org.preimage.uncertainty.calibration.Calibration} turns mean and standard deviation into intervals: by one factor of most
 * likelihood, by conformal quantiles, which promise coverage whatever the distribution, or by isotonic recalibration of all
 * quantiles. {@link org.preimage.uncertainty.calibration.CalibrationFile} stores it.
 */
package org.preimage.uncertainty.calibration;
