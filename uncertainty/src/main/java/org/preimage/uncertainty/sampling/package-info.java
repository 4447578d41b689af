/**
 * Samplers for classical models, each a {@link org.preimage.reconstruction.posterior.PosteriorSampler}, beside those that are
 * networks.
 */
package org.preimage.uncertainty.sampling;
