/** Plugins &gt; Preimage &gt; Benchmark: how good images are. */
package org.preimage.plugins.benchmark;
