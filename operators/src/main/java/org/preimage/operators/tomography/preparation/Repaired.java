package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * What a step that repairs single values gives.
 *
 * @param lineIntegrals in the space of the input
 * @param values how many were replaced
 */
public record Repaired(Image lineIntegrals, long values) {}
