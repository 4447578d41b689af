/** Examples of learned reconstruction, one program for each method. */
package org.preimage.examples.gallery.learned;
