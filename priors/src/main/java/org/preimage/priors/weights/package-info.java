/**
 * Weights of networks as plain arrays. A {@link org.preimage.priors.weights.Layout} names them, {@link
 * org.preimage.priors.weights.Weights} holds the values in one float[], on which optimisers, averages and files work without any
 * tensor library.
 */
package org.preimage.priors.weights;
