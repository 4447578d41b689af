/** Generative priors: images sought in the range of a generator or near it, and patches under a mixture of Gaussians. */
package org.preimage.priors.generative;
