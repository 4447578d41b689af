/** Examples of magnetic resonance imaging, one program for each method. */
package org.preimage.examples.gallery.mri;
