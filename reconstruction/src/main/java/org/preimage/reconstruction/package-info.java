/**
 * Reconstruction: from an {@link org.preimage.reconstruction.InverseProblem} to a
 * {@link org.preimage.reconstruction.Reconstruction} by any {@link org.preimage.reconstruction.Reconstructor}.
 *
 * <p>Packages: {@code functional} (what is minimised), {@code solver} (how), {@code parameter} (weights and noise levels
 * from the data), {@code method} (ready methods and their list), {@code posterior} (methods that know their uncertainty),
 * {@code quality} (how good it is), {@code stability} (how far small changes of the data move it).
 */
package org.preimage.reconstruction;
