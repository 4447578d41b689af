package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.preimage.examples.data.DataSet;
import org.preimage.examples.data.Download;
import org.preimage.examples.report.Environment;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.reconstruction.method.Method;

/**
 * What of which suites is to run, as a command line names it.
 *
 * @param suites names of suites; "all" stands for every one
 * @param tasks names of tasks and studies; empty for all
 * @param methods in place of those of the suites, as {@link Contestant#parse} reads them; empty for those
 * @param baseline the method that others are compared with; empty for the first
 * @param images test images in suites that leave their number open; empty for the suites' own number
 * @param scan a measured scan that joins the suite
 * @param cache folder in which suites look for their data
 * @param report folder of the report
 * @param seed of all randomness
 */
public record Selection(
        List<String> suites,
        List<String> tasks,
        List<String> methods,
        String baseline,
        OptionalInt images,
        Scan scan,
        Path cache,
        Path report,
        long seed) {
    /** Stands for every suite. */
    public static final String ALL = "all";

    /**
     * A measured scan.
     *
     * @param data a file, or the name of a data set that was fetched; empty for none
     * @param row detector row; empty for the middle one
     */
    public record Scan(String data, OptionalInt row) {
        boolean isThere() {
            return !data.isEmpty();
        }

        private String command() {
            return isThere() ? " --data " + data + (row.isPresent() ? " --row " + row.getAsInt() : "") : "";
        }
    }

    /**
     * One suite that is to run.
     *
     * @param suite with the images, methods and folders of the selection
     * @param benchmark its tasks
     * @param studies beside them
     */
    public record Chosen(Suite suite, Benchmark benchmark, List<Study> studies) {}

    /**
     * The suites that run, and what does not.
     *
     * @param chosen in order
     * @param leftOut a sentence for each suite, or part of one, whose data are missing
     */
    public record Resolved(List<Chosen> chosen, List<String> leftOut) {}

    public Selection {
        suites = List.copyOf(suites);
        tasks = List.copyOf(tasks);
        methods = List.copyOf(methods);
    }

    /** The command that repeats all of it. */
    public String command() {
        return command(String.join(",", suites), images.isPresent())
                + (tasks.isEmpty() ? "" : " --tasks " + String.join(",", tasks))
                + (methods.isEmpty() ? "" : " --methods " + String.join(",", methods))
                + (baseline.isEmpty() ? "" : " --baseline " + baseline) + " --seed " + seed;
    }

    private String command(String of, boolean withImages) {
        return Environment.program() + " benchmark --suite " + of + (withImages ? " --images " + images.getAsInt() : "")
                + (cache.equals(Download.defaultCache()) ? "" : " --cache " + cache) + scan.command();
    }

    /**
     * Finds the suites, their tasks and their data.
     *
     * @throws IllegalArgumentException if a name is unknown, or an option suits none of the suites
     * @throws MissingDataException if no suite has its data
     * @throws IOException if data are damaged
     */
    public Resolved resolve() throws IOException {
        List<Suite> all = named();
        if (scan.isThere() && all.size() > 1) {
            throw new IllegalArgumentException(
                    "--data joins one suite, but --suite names " + all.size() + ": name one");
        }
        if (images.isPresent() && all.stream().noneMatch(Suite::opensImages)) {
            // Says why.
            all.get(0).withImages(images.getAsInt());
        }
        List<Chosen> chosen = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<String> known = new ArrayList<>();
        MissingDataException last = null;
        for (Suite suite : all) {
            try {
                Chosen one = chosen(suite, known);
                leftOut.addAll(one.suite.missing(cache));
                if (!one.benchmark.tasks().isEmpty() || !one.studies.isEmpty()) {
                    chosen.add(one);
                }
            } catch (MissingDataException e) {
                last = e;
                leftOut.add("suite " + suite.name() + " is left out: " + e.getMessage());
            }
        }
        if (chosen.isEmpty() && last != null) {
            throw last;
        }
        for (String task : tasks) {
            if (!known.contains(task)) {
                throw new IllegalArgumentException(
                        "task \"" + task + "\" is unknown; the tasks are " + String.join(", ", known));
            }
        }
        return new Resolved(chosen, leftOut);
    }

    /** The suites that are asked for, as they are by themselves. */
    List<Suite> named() {
        if (suites.contains(ALL)) {
            return Suites.all();
        }
        return new LinkedHashSet<>(suites).stream().map(Suites::named).toList();
    }

    /** @param known gets the names of all tasks and studies that the suite has */
    private Chosen chosen(Suite suite, List<String> known) throws IOException {
        Suite own = suite;
        boolean opens = images.isPresent() && suite.opensImages();
        if (opens) {
            own = own.withImages(images.getAsInt());
        }
        if (!methods.isEmpty()) {
            own = own.withMethods(methods);
        }
        own = own.within(cache, report);
        List<Contestant> contestants = contestants(own);
        List<Task> all = new ArrayList<>(own.tasks(cache));
        if (scan.isThere()) {
            all.addAll(measured());
        }
        Stream.concat(all.stream().map(Task::name), own.studies().stream().map(Study::name))
                .filter(name -> !known.contains(name))
                .forEach(known::add);
        all.removeIf(task -> !tasks.isEmpty() && !tasks.contains(task.name()));
        List<Study> studies = own.studies().stream()
                .filter(study -> tasks.isEmpty() || tasks.contains(study.name()))
                .toList();
        return new Chosen(own, new Benchmark(own.name(), all, contestants, seed, command(own.name(), opens)), studies);
    }

    /** The methods, the baseline first. */
    private List<Contestant> contestants(Suite suite) {
        List<Method> all = Contestant.methods();
        LinkedHashSet<String> texts = new LinkedHashSet<>();
        if (!baseline.isEmpty()) {
            texts.add(baseline);
        }
        texts.addAll(methods.isEmpty() ? suite.methods() : methods);
        return texts.stream().map(text -> Contestant.parse(all, text)).toList();
    }

    private List<Task> measured() throws IOException {
        String data = scan.data;
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
        return MeasuredTasks.of(name, RawScan.read(file, scan.row, ScanPlan.DEFAULT));
    }
}
