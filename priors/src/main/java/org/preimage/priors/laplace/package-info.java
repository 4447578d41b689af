/**
 * The linearised Laplace approximation of a deep image prior: about fitted weights the network is replaced by its linear model,
 * whose weights have a Gaussian prior, so that image and data are jointly Gaussian. Variances of the prior come from the marginal
 * likelihood, standard deviations and samples of the image from dense algebra for small images, else from conjugate gradients.
 *
 * <p>Antoran, Barbano, Leuschner, Hernandez-Lobato and Jin 2023, Uncertainty estimation for computed tomography with a linearised
 * deep image prior, Trans. Mach. Learn. Res.
 */
package org.preimage.priors.laplace;
