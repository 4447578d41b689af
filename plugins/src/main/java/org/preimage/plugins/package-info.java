/**
 * What all Fiji commands share. A command is one class in a package named after its field, as
 * {@link org.preimage.plugins.ct}: it declares its inputs and says in a {@link org.preimage.plugins.Plan} what happens to
 * one plane. {@link org.preimage.plugins.PlanewiseCommand} does the rest: memory, progress, cancelling, messages, the
 * calibrated 32-bit result and the account of how it was made.
 *
 * <p>Pixels of ImageJ are read and written in {@link org.preimage.plugins.Planes} alone. The names of a command's inputs
 * are the keys of its macros: renaming one breaks them.
 */
package org.preimage.plugins;
