/** Fiji commands that train networks, and those that use them. They need PyTorch, and say so where it is missing. */
package org.preimage.plugins.learned;
