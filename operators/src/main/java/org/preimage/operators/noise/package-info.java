/**
 * What a detector does to clean data. A {@link org.preimage.operators.noise.NoiseModel} draws one noisy copy from a given
 * random generator, value by value in index order, so that a seed fixes the result on any number of threads.
 */
package org.preimage.operators.noise;
