/** Plugins &gt; Preimage &gt; MRI: from raw k-space to images. */
package org.preimage.plugins.mri;
