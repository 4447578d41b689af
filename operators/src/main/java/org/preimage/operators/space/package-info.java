/**
 * What arrays mean: a {@link org.preimage.operators.space.Space} is a list of axes over the real or complex numbers, an
 * {@link org.preimage.operators.space.Image} is an array together with its space. Arrays are {@code float[]}, the first
 * axis runs fastest, lengths are millimetres. {@link org.preimage.operators.space.Vectors} has the inner product and the
 * few linear combinations that iterations need; their results do not depend on the number of threads.
 */
package org.preimage.operators.space;
