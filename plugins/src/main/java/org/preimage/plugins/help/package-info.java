/** Plugins &gt; Preimage &gt; Help. */
package org.preimage.plugins.help;
