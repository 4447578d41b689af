/**
 * Phase retrieval: detectors measure intensities or magnitudes of waves, and the phase is lost.
 * {@link org.preimage.operators.phase.PhaseRetrieval} is the measurement, after a linear propagation that is one of
 * {@link org.preimage.operators.phase.CodedDiffraction} and {@link org.preimage.operators.phase.OversampledFourier}.
 */
package org.preimage.operators.phase;
