/** Plugins &gt; Preimage &gt; Deconvolution and Restoration. Planes are restored one by one, with pixels as long as the unit. */
package org.preimage.plugins.restoration;
