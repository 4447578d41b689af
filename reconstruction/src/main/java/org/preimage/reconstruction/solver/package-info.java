/**
 * Solvers: each method is one record of problem and parameters with one state, run by
 * {@link org.preimage.reconstruction.solver.Runner}. To add one, implement
 * {@link org.preimage.reconstruction.solver.Iteration} in one file and inherit {@code IterationContract} in its test.
 */
package org.preimage.reconstruction.solver;
