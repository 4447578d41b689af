/**
 * Networks with physics inside: unrolled iterations that reconstruct images from data, and what they know of the operator. A new
 * one: a record that implements {@link org.preimage.priors.model.Model}.
 */
package org.preimage.priors.model;
