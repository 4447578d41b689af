/**
 * More than one image: a posterior distribution, drawn from or summed up, for methods that know how far they are to be trusted.
 *
 * <p>{@link org.preimage.reconstruction.posterior.PosteriorSampler} draws images,
 * {@link org.preimage.reconstruction.posterior.PosteriorMoments} sums them up in one pass, and a
 * {@link org.preimage.reconstruction.posterior.BayesianReconstructor} gives the
 * {@link org.preimage.reconstruction.posterior.PosteriorEstimate}: mean and standard deviation of each pixel. It is a
 * {@link org.preimage.reconstruction.Reconstructor} as well, so that whoever wants an image only need not know.
 * {@link org.preimage.reconstruction.posterior.SampledReconstructor} makes one of any sampler.
 *
 * <p>These types stand here, below learned methods and below the module for uncertainty, because the first produce them and the
 * second judges, calibrates and turns them into intervals.
 */
package org.preimage.reconstruction.posterior;
