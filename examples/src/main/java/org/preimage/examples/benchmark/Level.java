package org.preimage.examples.benchmark;

/**
 * Where a task stands among others of its suite that differ from it in one quantity only, as the number of views or the noise.
 *
 * @param series what these tasks have in common
 * @param quantity what they differ in, with its unit
 * @param value of this task
 */
public record Level(String series, String quantity, double value) {}
