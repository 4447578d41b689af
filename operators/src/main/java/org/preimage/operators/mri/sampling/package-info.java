/**
 * Which points of a Cartesian k-space to measure: one {@link org.preimage.operators.mri.sampling.SamplingPattern} in a file,
 * each a record of its parameters that makes a {@link org.preimage.operators.mri.SamplingMask} for any image, or one for each
 * frame of a series.
 *
 * <p>A pattern of lines leaves lines out along one axis and measures all other axes as a whole. A pattern of points lies in
 * the plane of the phase encodings: KX and KY of an image, KY and KZ of a volume, whose readouts along KX are whole. The
 * acceleration R is the number of all points over those measured, the calibration block included.
 */
package org.preimage.operators.mri.sampling;
