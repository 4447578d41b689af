/**
 * Functionals: data fidelities, priors and constraints, with what solvers ask of them.
 *
 * <p>A {@link org.preimage.reconstruction.functional.Differentiable} gives gradients, a
 * {@link org.preimage.reconstruction.functional.Proximable} its proximal map and conjugate. To add a prior, write one
 * class with its formula here and a line in {@code FunctionalContractsTest}, which tests all that they promise. What is asked of
 * an image by a variational method is a {@link org.preimage.reconstruction.functional.Regulariser}.
 *
 * <p>Functionals are built from each other by the calculus of {@link org.preimage.reconstruction.functional.Proximable}: {@code
 * new L1(space, 1).translated(b).plusQuadratic(0.1)}, and so on. Norms of balls and balls of norms are conjugates: {@code new
 * Ball(space, zeros, w).conjugate()} is w |x|<sub>2</sub>, {@code new L1Ball(space, w).conjugate()} w max |x_i|.
 */
package org.preimage.reconstruction.functional;
