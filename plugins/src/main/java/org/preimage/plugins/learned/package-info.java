/** Fiji commands that train networks. They need PyTorch, and say so where it is missing. */
package org.preimage.plugins.learned;
