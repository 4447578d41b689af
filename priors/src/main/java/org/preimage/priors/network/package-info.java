/**
 * Layers and networks, as immutable descriptions that declare weights and compute with them. A new one: a record that implements
 * {@link org.preimage.priors.network.Network}, a line in that interface's list of names for cards, and one in the test that compares
 * gradients with finite differences, which fails without it.
 */
package org.preimage.priors.network;
