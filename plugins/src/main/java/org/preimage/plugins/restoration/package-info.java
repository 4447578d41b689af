/**
 * Plugins &gt; Preimage &gt; Deconvolution and Restoration. Planes are restored one by one, or a stack as a volume, with pixels as
 * wide as the unit.
 */
package org.preimage.plugins.restoration;
