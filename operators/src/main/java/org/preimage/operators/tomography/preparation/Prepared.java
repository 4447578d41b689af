package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * Line integrals and what was repaired on the way to them.
 *
 * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
 * @param repairs in these line integrals
 */
public record Prepared(Image lineIntegrals, Repairs repairs) {}
