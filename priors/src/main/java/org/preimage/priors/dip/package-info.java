/** Deep image priors: images as functions of the weights of a network that is fitted to one measurement. */
package org.preimage.priors.dip;
