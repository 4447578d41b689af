/**
 * Learned components: tensors, networks, training, model bundles, and the reconstruction methods built on them. The only
 * module, beside what {@code uncertainty} needs of it, that may import {@code ai.djl}. It holds nothing yet.
 */
package org.preimage.priors;
