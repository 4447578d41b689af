/**
 * Shearlets in 2D: {@link org.preimage.operators.shearlet.ShearletTransform} is the operator,
 * {@link org.preimage.operators.shearlet.Windows} its windows in the plane of frequencies, the place for other systems.
 */
package org.preimage.operators.shearlet;
