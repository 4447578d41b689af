/**
 * Published experiments whose data a program makes by simulation, so that a method can be trained and tested as in the
 * paper.
 *
 * <p>A {@link org.preimage.operators.experiment.SparseViewExperiment} names phantoms, geometry, simulation and noise. Its
 * samples are numbered: each comes from a random stream of its own, a function of seed, split and number alone, so that
 * training, validation and testing see the same images in any order and on any number of threads.
 */
package org.preimage.operators.experiment;
