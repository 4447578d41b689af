/**
 * Layers and networks, as immutable descriptions that declare weights and compute with them. A new one: a record that implements
 * {@link org.preimage.priors.network.Network}, and a line in the test that compares gradients with finite differences.
 */
package org.preimage.priors.network;
