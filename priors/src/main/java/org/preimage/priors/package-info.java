/**
 * Learned components: tensors, networks, training, model bundles, and the reconstruction methods built on them. The only
 * module, beside what {@code uncertainty} needs of it, that may import {@code ai.djl}. In order of dependence: weights,
 * tensor, network, model, training, and on top bundle and method.
 */
package org.preimage.priors;
