package org.preimage.examples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.preimage.examples.report.Environment;
import org.preimage.operators.text.Numbers;

/** The rows as plain text and as JSON. */
public final class Table {
    private static final String FORMAT = "%-22s %-26s %7s %7s %7s %9s %11s";

    private Table() {}

    public static String header() {
        return line("task", "method", "PSNR/dB", "SSIM", "NRMSE", "seconds", "iterations");
    }

    public static String line(Row row) {
        return line(
                row.task(),
                row.method(),
                Numbers.fixed(row.psnr(), 2),
                Numbers.fixed(row.ssim(), 3),
                Numbers.fixed(row.nrmse(), 4),
                Numbers.fixed(row.seconds(), 2),
                Long.toString(row.iterations()));
    }

    private static String line(String... cells) {
        return String.format(Locale.ROOT, FORMAT, (Object[]) cells).stripTrailing();
    }

    /** What a study found, as plain text. */
    public static String text(Study study, Study.Findings found) {
        StringBuilder text = new StringBuilder("\n").append(study.name()).append('\n');
        int[] widths = new int[found.columns().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Stream.concat(Stream.of(found.columns()), found.rows().stream())
                    .mapToInt(row -> row.get(column).length() + 2)
                    .max()
                    .orElse(0);
        }
        append(text, found.columns(), widths);
        found.rows().forEach(row -> append(text, row, widths));
        found.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append(String.format(Locale.ROOT, "%" + (i == 0 ? "-" : "") + widths[i] + "s", cells.get(i)));
        }
        text.append('\n');
    }

    /**
     * One object with the environment, the rows, what studies found, and what gates say; numbers that there are none of are
     * null. All of it is the same when the run is repeated, but date, seconds and memory (and what studies themselves say of time).
     */
    public static ObjectNode json(Outcome outcome) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("date", outcome.date().toString());
        root.put("command", outcome.command()).put("seed", outcome.seed());
        ObjectNode environment = root.putObject("environment");
        Environment.facts().forEach(environment::put);
        ArrayNode leftOut = root.putArray("leftOut");
        outcome.leftOut().forEach(leftOut::add);
        ArrayNode rows = root.putArray("rows");
        outcome.rows().forEach(row -> put(rows.addObject(), row));
        for (SuiteResult suite : outcome.suites()) {
            suite.studies().forEach((study, found) -> put(root, suite, study, found));
        }
        for (Gate.Verdict verdict : outcome.verdicts()) {
            ObjectNode node = root.withArray("/gates")
                    .addObject()
                    .put("gate", verdict.gate())
                    .put("passed", verdict.passed())
                    .put("checked", verdict.checked())
                    .put("onOtherData", verdict.elsewhere());
            ArrayNode failures = node.putArray("failures");
            verdict.failures().forEach(failures::add);
        }
        return root;
    }

    private static void put(ObjectNode node, Row row) {
        node.put("suite", row.suite())
                .put("task", row.task())
                .put("method", row.method())
                .put("images", row.cases().size());
        number(node, "psnr", row.psnr(), 2);
        number(node, "psnrSd", row.psnrSd(), 2);
        number(node, "ssim", row.ssim(), 3);
        number(node, "ssimSd", row.ssimSd(), 3);
        number(node, "nrmse", row.nrmse(), 4);
        node.put("baseline", row.baseline());
        number(node, "gain", row.gain().mean(), 2);
        number(node, "gainHalfWidth", row.isBaseline() ? Double.NaN : row.gain().half(), 2);
        number(node, "seconds", row.seconds(), 3);
        number(node, "liveHeapMiB", PeakMemory.mebibytes(row.memory().live()), 1);
        number(node, "allocatedMiB", PeakMemory.mebibytes(row.memory().allocated()), 1);
        number(node, "residentMiB", PeakMemory.mebibytes(row.memory().resident()), 1);
        node.put("iterations", row.iterations()).putNull("published");
        node.put("data", row.data());
        ArrayNode results = node.putArray("results");
        for (Row.Result result : row.cases()) {
            ObjectNode one = results.addObject().put("image", result.image().name());
            one.put("dataSha256", Checksum.of(result.image().data()));
            one.put(
                    "truthSha256",
                    result.image().truth() == null
                            ? null
                            : Checksum.of(result.image().truth()));
            one.put("sha256", Checksum.of(result.reconstruction().image()));
            number(one, "psnr", result.psnr(), 6);
            number(one, "ssim", result.ssim(), 8);
            number(one, "nrmse", result.nrmse(), 8);
            number(one, "seconds", result.seconds(), 3);
            one.put("iterations", result.reconstruction().iterations());
        }
        node.put("command", row.command());
    }

    private static void put(ObjectNode root, SuiteResult suite, Study study, Study.Findings found) {
        ArrayNode table = root.withObject("/studies").withArray("/" + study.name());
        for (List<String> row : found.rows()) {
            ObjectNode node = table.addObject();
            for (int i = 0; i < row.size(); i++) {
                node.put(found.columns().get(i), row.get(i));
            }
            // Studies of two suites may have the same name.
            node.put("suite", suite.name()).put("command", suite.benchmark().command(study));
        }
        if (!found.notes().isEmpty()) {
            ArrayNode notes = root.withObject("/notes").withArray("/" + study.name());
            found.notes().forEach(notes::add);
        }
    }

    static void number(ObjectNode node, String key, double value, int decimals) {
        if (Double.isFinite(value)) {
            double unit = Math.pow(10, decimals);
            node.put(key, Math.rint(value * unit) / unit);
        } else {
            node.putNull(key);
        }
    }
}
