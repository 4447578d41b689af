/**
 * From detector counts to line integrals, in the order in which it is done: flat and dark fields, zingers, the logarithm,
 * rings, beam hardening, the rotation axis, padding. Each step is a class of its own that takes and gives {@link
 * org.preimage.operators.space.Image}s with axes (DETECTOR, ANGLE) or (DETECTOR, DETECTOR_ROW, ANGLE).
 */
package org.preimage.operators.tomography.preparation;
