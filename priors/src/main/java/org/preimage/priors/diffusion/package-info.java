/**
 * Diffusion models as priors: samplers that turn noise, or a reconstruction with noise, into images, guided by data. All work on z = x + s e,
 * whatever the process of a model's training was. A new sampler is a {@link org.preimage.priors.diffusion.Walk} from level to level or
 * a {@link org.preimage.priors.diffusion.Guide} that heeds data.
 */
package org.preimage.priors.diffusion;
