/** How good an image is, measured against the truth, by definitions stated exactly. */
package org.preimage.reconstruction.quality;
