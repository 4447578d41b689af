package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Page;
import org.preimage.operators.text.Numbers;

/**
 * The tables of one suite's tasks: methods against tasks, all figures of every row, checksums; and PSNR against the quantity that
 * tasks differ in.
 *
 * @param suite what it gave, at least one row
 */
record SuiteTables(SuiteResult suite) {
    /** From this ratio on a chart's horizontal axis is logarithmic. */
    private static final double WIDE = 20;

    private static final String NONE = "n/a";

    /** PSNR and SSIM, a line for each task and a column for each method. */
    String overview() {
        List<String> methods = suite.rows().stream().map(Row::method).distinct().toList();
        List<String> header = new ArrayList<>(List.of("task", "images"));
        methods.forEach(method -> header.add(Page.text(method)));
        List<List<String>> table = new ArrayList<>();
        for (Task task : tasks()) {
            List<Row> rows = suite.rows(task);
            List<String> line = new ArrayList<>(List.of(
                    link(task.name()), Integer.toString(rows.get(0).cases().size())));
            for (String method : methods) {
                line.add(rows.stream()
                        .filter(row -> row.method().equals(method))
                        .findFirst()
                        .map(row -> overview(row, rows))
                        .orElse("-"));
            }
            table.add(line);
        }
        return Page.table(header, table, 1);
    }

    private static String overview(Row row, List<Row> rows) {
        String psnr = Numbers.fixed(row.psnr(), 2);
        return best(psnr, Numbers.fixed(bestPsnr(rows), 2)) + " / " + Numbers.fixed(row.ssim(), 3);
    }

    /** Every figure of every row, and the command that repeats it. */
    String details() {
        List<List<String>> table = new ArrayList<>();
        for (Task task : tasks()) {
            List<Row> rows = suite.rows(task);
            rows.forEach(row -> table.add(details(row, rows)));
        }
        return Page.table(
                List.of(
                        "task",
                        "method",
                        "images",
                        "PSNR (sd)",
                        "gain",
                        "95 % interval",
                        "SSIM (sd)",
                        "NRMSE",
                        "seconds",
                        "heap",
                        "resident",
                        "iterations",
                        "command"),
                table,
                2);
    }

    private List<String> details(Row row, List<Row> rows) {
        double ssim = rows.stream().mapToDouble(Row::ssim).max().orElse(Double.NaN);
        double nrmse = rows.stream().mapToDouble(Row::nrmse).min().orElse(Double.NaN);
        return List.of(
                link(row.task()),
                Page.text(row.method()),
                Integer.toString(row.cases().size()),
                best(Numbers.fixed(row.psnr(), 2), Numbers.fixed(bestPsnr(rows), 2)) + spread(row.psnrSd(), 2),
                gain(row),
                interval(row),
                best(Numbers.fixed(row.ssim(), 3), Numbers.fixed(ssim, 3)) + spread(row.ssimSd(), 3),
                best(Numbers.fixed(row.nrmse(), 4), Numbers.fixed(nrmse, 4)),
                Numbers.fixed(row.seconds(), 2),
                heap(row.memory()),
                Numbers.fixed(PeakMemory.mebibytes(row.memory().resident()), 0),
                row.iterations() == 0 ? "-" : Long.toString(row.iterations()),
                Page.command(row.command()));
    }

    private static String spread(double sd, int decimals) {
        return " <span class=\"spread\">(" + (Double.isNaN(sd) ? NONE : Numbers.fixed(sd, decimals)) + ")</span>";
    }

    /** What is needed, or where that was not measured what it cannot exceed. */
    private static String heap(PeakMemory memory) {
        String bound = Numbers.fixed(PeakMemory.mebibytes(memory.allocated()), 1);
        return memory.live() >= 0
                ? Numbers.fixed(PeakMemory.mebibytes(memory.live()), 1)
                : "<span data-value=\"" + bound + "\">&le; " + bound + "</span>";
    }

    private static String gain(Row row) {
        if (row.isBaseline()) {
            return "<span data-value=\"0\">baseline</span>";
        }
        return Double.isNaN(row.gain().mean())
                ? "-"
                : String.format(Locale.ROOT, "%+.2f", row.gain().mean());
    }

    /** From the lower end to the upper one. */
    private static String interval(Row row) {
        if (row.isBaseline()) {
            return "";
        }
        MeanInterval gain = row.gain();
        return Double.isNaN(gain.half())
                ? NONE
                : String.format(Locale.ROOT, "%+.2f to %+.2f", gain.mean() - gain.half(), gain.mean() + gain.half());
    }

    /** The SHA-256 of every image's data and truth, and of the files they come from. */
    String checksums() {
        List<List<String>> table = new ArrayList<>();
        for (Task task : tasks()) {
            for (Row.Result result : suite.rows(task).get(0).cases()) {
                Case image = result.image();
                List<String> files = new ArrayList<>();
                image.facts().forEach((name, value) -> {
                    if (name.startsWith("sha256")) {
                        files.add(Page.text(name.replaceFirst("^sha256( of )?", "") + " " + value)
                                .strip());
                    }
                });
                table.add(List.of(
                        link(task.name()),
                        Page.text(image.name()),
                        digest(Checksum.of(image.data())),
                        image.truth() == null ? "-" : digest(Checksum.of(image.truth())),
                        files.isEmpty() ? "-" : digest(String.join("<br>", files))));
            }
        }
        return Page.table(List.of("task", "image", "data", "reference", "file"), table, 5);
    }

    private static String digest(String html) {
        return "<code class=\"digest\">" + html + "</code>";
    }

    /** PSNR against what tasks of a series differ in, with captions. */
    Map<Chart, String> levels() {
        Map<String, Map<Double, Task>> series = new LinkedHashMap<>();
        for (Task task : tasks()) {
            if (task.level() != null) {
                series.computeIfAbsent(task.level().series(), name -> new TreeMap<>())
                        .put(task.level().value(), task);
            }
        }
        Map<Chart, String> charts = new LinkedHashMap<>();
        series.forEach((name, tasks) -> {
            if (tasks.size() > 1) {
                Chart chart = levels(new ArrayList<>(tasks.values()));
                charts.put(
                        chart,
                        name + ": mean PSNR against "
                                + tasks.values().iterator().next().level().quantity() + ".");
            }
        });
        return charts;
    }

    private Chart levels(List<Task> tasks) {
        double least = tasks.get(0).level().value();
        double most = tasks.get(tasks.size() - 1).level().value();
        Chart chart = Chart.levels(tasks.get(0).level().quantity(), "PSNR in dB", most > WIDE * least);
        for (String method : suite.rows().stream().map(Row::method).distinct().toList()) {
            List<double[]> points = new ArrayList<>();
            for (Task task : tasks) {
                suite.rows(task).stream()
                        .filter(row -> row.method().equals(method) && Double.isFinite(row.psnr()))
                        .forEach(row -> points.add(new double[] {task.level().value(), row.psnr()}));
            }
            if (points.size() > 1) {
                chart.line(
                        method,
                        points.stream().mapToDouble(p -> p[0]).toArray(),
                        points.stream().mapToDouble(p -> p[1]).toArray());
            }
        }
        return chart;
    }

    private List<Task> tasks() {
        return suite.benchmark().tasks().stream()
                .filter(task -> !suite.rows(task).isEmpty())
                .toList();
    }

    private String link(String task) {
        return "<a href=\"#" + Page.text(TaskSection.id(suite.name(), task)) + "\">" + Page.text(task) + "</a>";
    }

    private static double bestPsnr(List<Row> rows) {
        return rows.stream().mapToDouble(Row::psnr).max().orElse(Double.NaN);
    }

    private static String best(String text, String best) {
        return text.equals(best) && !text.equals("-") ? "<span class=\"best\">" + text + "</span>" : text;
    }
}
