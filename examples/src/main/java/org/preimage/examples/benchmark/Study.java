package org.preimage.examples.benchmark;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.preimage.examples.report.Chart;
import org.preimage.reconstruction.solver.Listener;

/** A question that a table of methods does not answer, with a table and a picture of its own. */
public interface Study {
    /** Lower case with hyphens, unlike that of any task of its suite. */
    String name();

    /** What is asked and how, in a few sentences. */
    String description();

    /**
     * Answers it.
     *
     * @param seed of all randomness
     * @param listeners told of progress; they may cancel
     * @throws CancellationException if a listener cancels
     */
    Findings run(long seed, Listener... listeners);

    /**
     * The answer.
     *
     * @param columns headings of the table
     * @param rows the table
     * @param charts what the table shows
     * @param notes sentences to stand below the table
     */
    record Findings(List<String> columns, List<List<String>> rows, List<Captioned> charts, List<String> notes) {
        public Findings {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            charts = List.copyOf(charts);
            notes = List.copyOf(notes);
        }

        /** A table that needs no notes. */
        public Findings(List<String> columns, List<List<String>> rows, List<Captioned> charts) {
            this(columns, rows, charts, List.of());
        }
    }

    /** A chart with what it shows. */
    record Captioned(Chart chart, String caption) {}
}
