/**
 * Stacks of slices that are larger than memory: {@link org.preimage.reconstruction.stack.StackReconstruction} reads a few
 * detector rows, reconstructs them, hands the slices on, and goes to the next rows.
 */
package org.preimage.reconstruction.stack;
