/** Plugins &gt; Preimage &gt; Uncertainty: maps of where not to trust an image. */
package org.preimage.plugins.uncertainty;
