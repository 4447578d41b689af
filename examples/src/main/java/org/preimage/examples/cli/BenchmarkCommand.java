package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.preimage.examples.benchmark.BenchmarkReport;
import org.preimage.examples.benchmark.Gate;
import org.preimage.examples.benchmark.GateFile;
import org.preimage.examples.benchmark.Outcome;
import org.preimage.examples.benchmark.Row;
import org.preimage.examples.benchmark.Selection;
import org.preimage.examples.benchmark.Study;
import org.preimage.examples.benchmark.SuiteResult;
import org.preimage.examples.benchmark.Table;
import org.preimage.examples.data.Download;
import org.preimage.examples.report.Folder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "benchmark",
        description = "Reconstruct the tasks of suites by every method; print a table and write a page with pictures.")
final class BenchmarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--suite",
            split = ",",
            paramLabel = "SUITE",
            defaultValue = "foundation",
            description = "Names of suites, separated by commas, or " + Selection.ALL
                    + " (${DEFAULT-VALUE}). Of several, those" + " whose data are missing are named and left out.")
    private List<String> suiteNames;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "METHOD",
            description = "These methods in place of the suites', separated by commas; with settings as"
                    + " fbp:window=hann:cutoff=0.7.")
    private List<String> methodNames = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "METHOD",
            defaultValue = "",
            description = "What every method is compared with image by image; by default the first that takes a task.")
    private String baseline;

    @Option(names = "--tasks", split = ",", description = "Only these tasks, separated by commas.")
    private List<String> taskNames = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            description =
                    "Test images of suites that leave their number open: for each seed of published tables (100), of"
                            + " stability (5), of dip-uncertainty (50).")
    private Integer images;

    @Option(
            names = "--data",
            paramLabel = "FILE|NAME",
            defaultValue = "",
            description = "Also a measured scan: a file, or a name that preimage data get has fetched.")
    private String data;

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "Detector row of --data, from 0; the middle one by default.")
    private Integer row;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where preimage data get put its files, and where suites look for measured scans.")
    private Path cache = Download.defaultCache();

    @Option(names = "--seed", defaultValue = "1", description = "Of all phantoms and noise (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "preimage-benchmark",
            description = "Folder for index.html and benchmark.json (${DEFAULT-VALUE}); an earlier report there is"
                    + " replaced.")
    private Path out;

    @Option(names = "--json", description = "Print JSON in place of the table.")
    private boolean json;

    @Option(
            names = "--gate",
            split = ",",
            paramLabel = "FILE|NAME",
            description =
                    "Compare with the rows of a gate: a file of --write-gate, foundation (what the default run should"
                            + " give) or published (figures of published tables). If one falls below or is gone, the exit"
                            + " code is 4.")
    private List<String> gateNames = List.of();

    @Option(names = "--write-gate", paramLabel = "FILE", description = "Write the rows as a gate for later runs.")
    private Path newGate;

    @Mixin
    private ProgressDisplay.Choice progress;

    @Override
    public Integer call() throws IOException {
        Selection selection = new Selection(
                suiteNames,
                taskNames,
                methodNames,
                baseline,
                optional(images),
                new Selection.Scan(data, optional(row)),
                cache,
                out,
                seed);
        List<Gate> gates = new ArrayList<>();
        for (String name : gateNames) {
            gates.add(GateFile.read(name).about(selection));
        }
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Selection.Resolved resolved = selection.resolve();
        Folder.requireFree(out);
        if (newGate != null) {
            GateFile.requireWritable(newGate);
        }
        resolved.leftOut().forEach(this::warn);

        List<Selection.Chosen> chosen = resolved.chosen();
        List<SuiteResult> results = new ArrayList<>();
        try (ProgressDisplay display = progress.open()) {
            for (Selection.Chosen suite : chosen) {
                SuiteResult result = run(suite, chosen.size() > 1, display);
                if (Cancellation.asked()) {
                    throw new CancellationException();
                }
                results.add(result);
                if (results.size() < chosen.size()) {
                    // Suites take hours: what is done must outlast a fault or a wish to stop in the next.
                    List<String> missing = new ArrayList<>(resolved.leftOut());
                    chosen.subList(results.size(), chosen.size())
                            .forEach(next -> missing.add(
                                    "suite " + next.suite().name() + " had not run when this report was written"));
                    report(new Outcome(selection.command(), seed, begin, results, missing, List.of()));
                }
            }
        }
        Outcome outcome =
                new Outcome(selection.command(), seed, begin, results, resolved.leftOut(), List.of()).judgedBy(gates);
        write(outcome);
        outcome.verdicts().forEach(this::say);
        boolean passed = outcome.verdicts().stream().allMatch(Gate.Verdict::passed);
        return passed ? Main.DONE : Main.BELOW_GATE;
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private SuiteResult run(Selection.Chosen chosen, boolean named, ProgressDisplay display) throws IOException {
        PrintWriter stdout = spec.commandLine().getOut();
        if (!json && named) {
            stdout.println(System.lineSeparator() + "suite " + chosen.suite().name());
        }
        if (!json && !chosen.benchmark().tasks().isEmpty()) {
            stdout.println(Table.header());
            stdout.flush();
        }
        List<Row> rows = chosen.benchmark()
                .run(
                        done -> {
                            display.close();
                            if (!json) {
                                stdout.println(Table.line(done));
                                stdout.flush();
                            }
                        },
                        display);
        Map<Study, Study.Findings> findings = new LinkedHashMap<>();
        for (Study study : chosen.studies()) {
            Study.Findings found = study.run(seed, display);
            display.close();
            findings.put(study, found);
            if (!json) {
                stdout.print(Table.text(study, found));
                stdout.flush();
            }
        }
        return new SuiteResult(chosen.benchmark(), chosen.suite().description(), rows, findings);
    }

    private void report(Outcome outcome) throws IOException {
        String html = new BenchmarkReport(outcome).html();
        Folder.write(out, folder -> {
            Files.writeString(folder.resolve("index.html"), html);
            Files.writeString(
                    folder.resolve("benchmark.json"), Table.json(outcome).toPrettyString());
        });
    }

    private void write(Outcome outcome) throws IOException {
        report(outcome);
        if (newGate != null) {
            GateFile.write(newGate, Gate.of(newGate.toString(), outcome));
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            Outputs.json(stdout, Table.json(outcome));
        } else {
            stdout.println("Pictures and provenance: " + out.resolve("index.html"));
            stdout.flush();
        }
    }

    /** The verdict, and each row that failed, on standard error where standard output holds JSON. */
    private void say(Gate.Verdict verdict) {
        verdict.failures().forEach(this::warn);
        PrintWriter to = json || !verdict.passed()
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        to.println((verdict.passed() && !json ? "" : "preimage: ") + verdict.summary());
        to.flush();
    }

    private void warn(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("preimage: " + sentence);
        err.flush();
    }
}
