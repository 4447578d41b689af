/**
 * Ready methods: each file holds one {@link org.preimage.reconstruction.Reconstructor} with its entry for the list. To
 * add one, write the file, name its entry in {@code Methods}, and test it.
 */
package org.preimage.reconstruction.method;
