/**
 * From detector counts to line integrals, in the order in which it is done: dark and flat fields with the logarithm ({@link
 * org.preimage.operators.tomography.preparation.DetectorCorrection}), drift of the beam by the air, zingers, stripes that
 * would become rings ({@link org.preimage.operators.tomography.preparation.StripeFilter} and its implementations), phase
 * retrieval, beam hardening; {@link org.preimage.operators.tomography.preparation.Preparation} composes them. Then what
 * changes the geometry: the rotation axis ({@link org.preimage.operators.tomography.preparation.AxisMethod}), scans with an
 * offset axis, padding. Each step is a class of its own that takes and gives {@link org.preimage.operators.space.Image}s with
 * axes (DETECTOR, ANGLE) or (DETECTOR, DETECTOR_ROW, ANGLE), and works on each detector row by itself, so that a scan may come
 * in blocks of rows.
 */
package org.preimage.operators.tomography.preparation;
