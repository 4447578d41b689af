package org.preimage.examples.benchmark;

import java.util.List;
import java.util.Map;

/**
 * What a run of one suite gave.
 *
 * @param benchmark what ran
 * @param description of the suite
 * @param rows of its tasks
 * @param studies with what they found, in order
 */
public record SuiteResult(Benchmark benchmark, String description, List<Row> rows, Map<Study, Study.Findings> studies) {
    public SuiteResult {
        rows = List.copyOf(rows);
    }

    /** Name of the suite. */
    public String name() {
        return benchmark.suite();
    }

    /** The rows of one task; empty if no method took it. */
    List<Row> rows(Task task) {
        return rows.stream().filter(row -> row.task().equals(task.name())).toList();
    }
}
