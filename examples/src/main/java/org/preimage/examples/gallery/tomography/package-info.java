/** Examples of x-ray and emission tomography, one program for each method. */
package org.preimage.examples.gallery.tomography;
