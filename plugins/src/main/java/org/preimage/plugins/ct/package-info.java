/**
 * Plugins &gt; Preimage &gt; CT. A sinogram image has one column for each detector cell and one row for each angle, one
 * sinogram for each slice. Its pixel width is the spacing of the detector cells, in whatever unit the image has: lengths
 * keep that unit throughout, and reconstructed values are per that unit. A pixel height in degrees is the angle step.
 */
package org.preimage.plugins.ct;
