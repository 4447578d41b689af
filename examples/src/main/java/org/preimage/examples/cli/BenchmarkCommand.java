package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.preimage.examples.benchmark.Benchmark;
import org.preimage.examples.benchmark.BenchmarkReport;
import org.preimage.examples.benchmark.Contestant;
import org.preimage.examples.benchmark.MeasuredTasks;
import org.preimage.examples.benchmark.Row;
import org.preimage.examples.benchmark.Study;
import org.preimage.examples.benchmark.Suite;
import org.preimage.examples.benchmark.Suites;
import org.preimage.examples.benchmark.Table;
import org.preimage.examples.benchmark.Task;
import org.preimage.examples.data.DataSet;
import org.preimage.examples.data.Download;
import org.preimage.examples.report.Folder;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.reconstruction.method.Method;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "benchmark",
        description = "Reconstruct the tasks of a suite by every method; print a table and write a page with pictures.")
final class BenchmarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--suite", defaultValue = "foundation", description = "Name of the suite (${DEFAULT-VALUE}).")
    private String suiteName;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "METHOD",
            description = "These methods in place of the suite's, separated by commas; with settings as"
                    + " fbp:window=hann:cutoff=0.7.")
    private List<String> methodNames = List.of();

    @Option(names = "--tasks", split = ",", description = "Only these tasks, separated by commas.")
    private List<String> taskNames = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            description =
                    "Test images of a suite that leaves their number open: for each seed of published tables (100), of"
                            + " stability (5), of dip-uncertainty (50).")
    private Integer images;

    @Option(
            names = "--data",
            paramLabel = "FILE|NAME",
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
            description = "Folder for index.html (${DEFAULT-VALUE}); an earlier report there is replaced.")
    private Path out;

    @Option(names = "--json", description = "Print JSON in place of the table.")
    private boolean json;

    @Mixin
    private ProgressDisplay.Choice progress;

    @Override
    public Integer call() throws IOException {
        Suite suite = Suites.named(suiteName);
        if (images != null) {
            suite = suite.withImages(images);
        }
        if (!methodNames.isEmpty()) {
            suite = suite.withMethods(methodNames);
        }
        suite = suite.within(cache, out);
        List<Contestant> methods = methods(suite);
        Folder.requireFree(out);
        List<Task> tasks = tasks(suite);
        List<Study> studies = suite.studies().stream()
                .filter(s -> taskNames.isEmpty() || taskNames.contains(s.name()))
                .toList();
        String command = "java -jar examples/target/preimage.jar benchmark --suite " + suite.name()
                + (images == null ? "" : " --images " + images)
                + (cache.equals(Download.defaultCache()) ? "" : " --cache " + cache)
                + (data == null ? "" : " --data " + data + (row == null ? "" : " --row " + row));
        Benchmark benchmark = new Benchmark(suite.name(), tasks, methods, seed, command);
        PrintWriter stdout = spec.commandLine().getOut();
        if (!json && !tasks.isEmpty()) {
            stdout.println(Table.header());
            stdout.flush();
        }
        List<Row> rows;
        Map<Study, Study.Findings> findings = new LinkedHashMap<>();
        try (ProgressDisplay display = progress.open()) {
            rows = benchmark.run(
                    done -> {
                        display.close();
                        if (!json) {
                            stdout.println(Table.line(done));
                            stdout.flush();
                        }
                    },
                    display);
            for (Study study : studies) {
                Study.Findings found = study.run(seed, display);
                display.close();
                findings.put(study, found);
                if (!json) {
                    stdout.print(Table.text(study, found));
                    stdout.flush();
                }
            }
        }
        if (Cancellation.asked()) {
            throw new CancellationException();
        }
        String html = new BenchmarkReport(benchmark, suite.description(), rows, findings).html();
        Folder.write(out, folder -> {
            Files.writeString(folder.resolve("index.html"), html);
            Files.writeString(
                    folder.resolve("benchmark.json"), Table.json(rows, findings).toPrettyString());
        });
        if (json) {
            Outputs.json(stdout, Table.json(rows, findings));
        } else {
            stdout.println("Pictures and provenance: " + out.resolve("index.html"));
            stdout.flush();
        }
        return Main.DONE;
    }

    private List<Contestant> methods(Suite suite) {
        List<Method> all = Contestant.methods();
        List<String> wanted = methodNames.isEmpty() ? suite.methods() : methodNames;
        return wanted.stream().map(text -> Contestant.parse(all, text)).toList();
    }

    private List<Task> tasks(Suite suite) throws IOException {
        List<Task> tasks = new ArrayList<>(suite.tasks(cache));
        if (data != null) {
            Path file = Path.of(data);
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            if (!Files.exists(file)
                    && DataSet.catalogue().stream().anyMatch(d -> d.name().equals(data))) {
                DataSet set = DataSet.named(data);
                if (!Download.isCached(set, cache)) {
                    throw new IOException(
                            "data set " + data + " is not in " + cache + "; preimage data get " + data + " fetches it");
                }
                file = cache.resolve(set.file());
                name = set.name();
            }
            OptionalInt chosen = row == null ? OptionalInt.empty() : OptionalInt.of(row);
            tasks.addAll(MeasuredTasks.of(name, RawScan.read(file, chosen, ScanPlan.DEFAULT)));
        }
        for (String wanted : taskNames) {
            List<String> known = Stream.concat(
                            tasks.stream().map(Task::name),
                            suite.studies().stream().map(Study::name))
                    .toList();
            if (!known.contains(wanted)) {
                throw new IllegalArgumentException(
                        "task \"" + wanted + "\" is unknown; the tasks are " + String.join(", ", known));
            }
        }
        tasks.removeIf(t -> !taskNames.isEmpty() && !taskNames.contains(t.name()));
        return tasks;
    }
}
