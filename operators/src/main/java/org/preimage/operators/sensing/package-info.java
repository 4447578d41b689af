/**
 * Compressed sensing: fewer random measurements than unknowns. {@link org.preimage.operators.sensing.RandomMatrix} is dense,
 * {@link org.preimage.operators.sensing.RandomizedTransform} fast.
 */
package org.preimage.operators.sensing;
