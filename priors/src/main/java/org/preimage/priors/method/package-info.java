/**
 * Learned reconstruction methods, each a {@link org.preimage.reconstruction.Reconstructor} in the list {@link
 * org.preimage.priors.method.LearnedMethods}.
 */
package org.preimage.priors.method;
