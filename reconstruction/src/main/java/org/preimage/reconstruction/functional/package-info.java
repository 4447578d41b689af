/**
 * Functionals: data fidelities, priors and constraints, with what solvers ask of them.
 *
 * <p>A {@link org.preimage.reconstruction.functional.Differentiable} gives gradients, a
 * {@link org.preimage.reconstruction.functional.Proximable} its proximal map and conjugate. To add a prior, write one
 * class with its formula here and inherit {@code ProximableContract} or {@code DifferentiableContract} in its test.
 */
package org.preimage.reconstruction.functional;
