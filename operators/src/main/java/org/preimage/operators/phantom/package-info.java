/**
 * Test images whose projections are known exactly.
 *
 * <p>An {@link org.preimage.operators.phantom.EllipsePhantom} is a sum of ellipses of constant value. It can be rendered
 * on any pixel grid, and its line integrals have a closed form, so that a projector or a reconstruction can be judged
 * without a second discretisation. {@link org.preimage.operators.phantom.SheppLogan},
 * {@link org.preimage.operators.phantom.Discs} and {@link org.preimage.operators.phantom.RandomEllipses} make such phantoms.
 * A {@link org.preimage.operators.phantom.TexturedPhantom} is one of oriented textures.
 */
package org.preimage.operators.phantom;
