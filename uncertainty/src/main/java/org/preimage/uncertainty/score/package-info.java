/**
 * How good a claimed uncertainty is, against truths: whether intervals cover as they claim
 * ({@link org.preimage.uncertainty.score.CoverageCounter}, {@link org.preimage.uncertainty.score.CalibrationCurve}), proper scores
 * of whole distributions ({@link org.preimage.uncertainty.score.LogLikelihood}, {@link org.preimage.uncertainty.score.Crps}),
 * whether the standard deviation finds the errors ({@link org.preimage.uncertainty.score.ErrorCorrelation},
 * {@link org.preimage.uncertainty.score.SparsificationCurve}), and all in one row
 * ({@link org.preimage.uncertainty.score.UncertaintyQuality}).
 */
package org.preimage.uncertainty.score;
