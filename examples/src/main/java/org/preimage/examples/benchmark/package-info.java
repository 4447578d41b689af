/**
 * The benchmark: suites of tasks, each reconstructed by every method that takes its operator, measured, and reported.
 *
 * <p>A {@link org.preimage.examples.benchmark.Suite} names its tasks; a {@link org.preimage.examples.benchmark.Task} makes
 * its cases (data, and the truth where there is one) from a seed; {@link org.preimage.examples.benchmark.Benchmark} runs
 * them; {@link org.preimage.examples.benchmark.BenchmarkReport} draws the page. To add a suite, write one class and name it
 * in {@link org.preimage.examples.benchmark.Suites}.
 */
package org.preimage.examples.benchmark;
