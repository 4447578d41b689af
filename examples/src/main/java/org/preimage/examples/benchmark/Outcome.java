package org.preimage.examples.benchmark;

import java.time.Instant;
import java.util.List;

/**
 * What a run of one suite or several gave.
 *
 * @param command the command that repeats all of it
 * @param seed of all randomness
 * @param date when it began
 * @param suites in order
 * @param leftOut what was asked for and did not run because data are missing, a sentence for each
 * @param verdicts of the gates that were asked for
 */
public record Outcome(
        String command,
        long seed,
        Instant date,
        List<SuiteResult> suites,
        List<String> leftOut,
        List<Gate.Verdict> verdicts) {
    public Outcome {
        suites = List.copyOf(suites);
        leftOut = List.copyOf(leftOut);
        verdicts = List.copyOf(verdicts);
    }

    /** One suite that ran whole and was asked for alone, without a gate. */
    public static Outcome of(SuiteResult suite) {
        Benchmark benchmark = suite.benchmark();
        return new Outcome(benchmark.command(), benchmark.seed(), Instant.now(), List.of(suite), List.of(), List.of());
    }

    /** The same with what gates say of it. */
    public Outcome judgedBy(List<Gate> gates) {
        return new Outcome(
                command,
                seed,
                date,
                suites,
                leftOut,
                gates.stream().map(gate -> gate.check(this)).toList());
    }

    /** All rows, suite by suite. */
    public List<Row> rows() {
        return suites.stream().flatMap(suite -> suite.rows().stream()).toList();
    }
}
