/** Measurements of speed: JMH benchmarks, each with a {@code main} that prints a short table. */
package org.preimage.examples.speed;
