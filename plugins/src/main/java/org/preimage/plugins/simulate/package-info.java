/** Plugins &gt; Preimage &gt; Simulate: objects and what instruments make of them. */
package org.preimage.plugins.simulate;
