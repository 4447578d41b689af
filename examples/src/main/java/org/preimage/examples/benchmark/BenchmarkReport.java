package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Environment;
import org.preimage.examples.report.Page;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.solver.Progress;

/** The benchmark's page: the table, and for each task the pictures, errors, curves and provenance. */
public final class BenchmarkReport {
    private final Benchmark benchmark;
    private final String description;
    private final Map<String, List<Row>> rowsOfTask;
    private final Map<Study, Study.Findings> studies;

    /**
     * @param benchmark what ran
     * @param description of its suite
     * @param rows its rows
     * @param studies with what they found
     */
    public BenchmarkReport(
            Benchmark benchmark, String description, List<Row> rows, Map<Study, Study.Findings> studies) {
        this.benchmark = benchmark;
        this.description = description;
        this.studies = studies;
        this.rowsOfTask =
                rows.stream().collect(Collectors.groupingBy(Row::task, LinkedHashMap::new, Collectors.toList()));
    }

    /** The page as HTML. */
    public String html() {
        Page page = new Page("Preimage benchmark: " + benchmark.suite());
        page.paragraph(description);
        page.html("<pre>" + Page.text(benchmark.command()) + "</pre>");
        if (!rowsOfTask.isEmpty()) {
            page.html(summary());
            page.paragraph(
                    "PSNR in dB with the range maximum - minimum of the reference, SSIM of Wang et al. (2004), NRMSE the norm of"
                            + " the error over that of the reference, all without clipping and averaged over a task's images; in"
                            + " bold the best of a task. Of complex images magnitudes are compared. Seconds are wall time for one"
                            + " image on the machine named at the end, the automatic choice of parameters included; before the"
                            + " first row each method ran once on a small problem, a trained model on the first that it takes, so"
                            + " that Java's compiler is warm, but every row was timed only once. Direct methods have no iterations.");
        }
        for (Task task : benchmark.tasks()) {
            if (rowsOfTask.containsKey(task.name())) {
                add(page, task, rowsOfTask.get(task.name()));
            }
        }
        studies.forEach((study, found) -> {
            page.heading(study.name(), study.name());
            page.paragraph(study.description());
            page.html("<pre>" + Page.text(benchmark.command(study)) + "</pre>");
            page.html(Page.table(
                    found.columns(),
                    found.rows().stream()
                            .map(row -> row.stream().map(Page::text).toList())
                            .toList(),
                    1));
            found.notes().forEach(page::paragraph);
            found.charts().forEach(c -> page.chart(c.chart(), c.caption()));
            found.figures().forEach(figure -> page.html(pictures(figure)));
        });
        page.heading("Environment", "environment");
        page.html(Page.facts(Environment.facts()));
        return page.toString();
    }

    private String summary() {
        List<List<String>> table = new ArrayList<>();
        rowsOfTask.forEach((task, rows) -> {
            double psnr = rows.stream().mapToDouble(Row::psnr).max().orElse(Double.NaN);
            double ssim = rows.stream().mapToDouble(Row::ssim).max().orElse(Double.NaN);
            double nrmse = rows.stream().mapToDouble(Row::nrmse).min().orElse(Double.NaN);
            for (Row row : rows) {
                boolean first = row == rows.get(0);
                table.add(List.of(
                        first ? "<a href=\"#" + Page.text(task) + "\">" + Page.text(task) + "</a>" : "",
                        Page.text(row.method()),
                        Integer.toString(row.cases().size()),
                        best(Numbers.fixed(row.psnr(), 2), Numbers.fixed(psnr, 2)),
                        Numbers.fixed(row.psnrSd(), 2),
                        best(Numbers.fixed(row.ssim(), 3), Numbers.fixed(ssim, 3)),
                        best(Numbers.fixed(row.nrmse(), 4), Numbers.fixed(nrmse, 4)),
                        Numbers.fixed(row.seconds(), 2),
                        row.iterations() == 0 ? "-" : Long.toString(row.iterations())));
            }
        });
        return Page.table(
                List.of("task", "method", "images", "PSNR", "sd", "SSIM", "NRMSE", "seconds", "iterations"), table, 2);
    }

    private static String best(String text, String best) {
        return text.equals(best) && !text.equals("-") ? "<span class=\"best\">" + text + "</span>" : text;
    }

    private void add(Page page, Task task, List<Row> rows) {
        page.heading(task.name(), task.name());
        page.paragraph(task.description());
        int images = rows.get(0).cases().size();
        for (int i = 0; i < images; i++) {
            int index = i;
            List<Row.Result> results =
                    rows.stream().map(r -> r.cases().get(index)).toList();
            if (images > 1) {
                page.html("<h3>" + Page.text(results.get(0).image().name()) + "</h3>");
            }
            pictures(page, task, rows, results);
        }
        Chart residual = new Chart("residual");
        Chart objective = new Chart("objective");
        for (Row row : rows) {
            List<Progress.Row> history = row.cases().get(0).reconstruction().history();
            residual.line(row.method(), history, Progress.Row::residual);
            objective.line(row.method(), history, Progress.Row::objective);
        }
        String of = images > 1 ? " for " + rows.get(0).cases().get(0).image().name() : "";
        page.html("<div class=\"charts\">");
        page.chart(
                residual,
                "What each method measures as left to do (relative change, relative duality gap...)" + of
                        + ". Different methods measure different things: see how fast a line falls, not which one is lower.");
        page.chart(objective, "Value of each method's own objective" + of + ".");
        page.html("</div>");
        page.html("<details><summary>Provenance: data, parameters, commands</summary>");
        page.html("<h3>Operator</h3><pre>" + Page.text(task.spec().text()) + "</pre>");
        page.html("<p>PSNR, SSIM and NRMSE are measured against " + Page.text(task.measuredAgainst()) + ".</p>");
        for (Row.Result result : rows.get(0).cases()) {
            Map<String, String> facts = new LinkedHashMap<>(result.image().facts());
            facts.put("seed of the benchmark", Long.toString(benchmark.seed()));
            page.html("<h3>Data: " + Page.text(result.image().name()) + "</h3>" + Page.facts(facts));
        }
        for (Row row : rows) {
            provenance(page, row);
        }
        page.html("</details>");
    }

    private static String pictures(Study.Figure figure) {
        StringBuilder grid = new StringBuilder("<h3>" + Page.text(figure.title()) + "</h3><div class=\"grid\">");
        for (Study.Panel panel : figure.panels()) {
            grid.append("<figure><figcaption class=\"name\"><b>")
                    .append(Page.text(panel.title()))
                    .append("</b><span>")
                    .append(panel.remark().isEmpty() ? "&nbsp;" : Page.text(panel.remark()))
                    .append("</span></figcaption>")
                    .append(Page.picture(panel.png(), panel.title()))
                    .append("</figure>");
        }
        return grid.append("</div>").toString();
    }

    private static void pictures(Page page, Task task, List<Row> rows, List<Row.Result> results) {
        Case image = results.get(0).image();
        List<Image> errors = new ArrayList<>();
        if (image.truth() != null) {
            results.forEach(r -> errors.add(image.error(r.reconstruction().image())));
        }
        double limit = errors.stream()
                .mapToDouble(BenchmarkReport::largeError)
                .sorted()
                .skip(errors.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
        Pictures.Scale errorScale = new Pictures.Scale(-limit, limit);
        StringBuilder grid = new StringBuilder("<div class=\"grid\">");
        grid.append("<figure><figcaption class=\"name\"><b>")
                .append(image.truth() == null ? "data" : "reference")
                .append("</b><span>&nbsp;</span></figcaption>");
        if (image.truth() != null) {
            grid.append(Page.picture(Pictures.grey(image.truth(), image.shown()), "reference"));
        } else {
            grid.append(Page.picture(Pictures.grey(image.data(), Pictures.Scale.of(image.data())), "sinogram"));
        }
        grid.append("<div class=\"legend\">image")
                .append(Page.bar(
                        Pictures.greyBar(), image.shown().low(), image.shown().high(), task.unit()));
        if (image.truth() != null) {
            grid.append(image.region() == null ? "error, image - reference" : "error, in the region compared")
                    .append(Page.bar(Pictures.signedBar(), -limit, limit, task.unit()));
        }
        grid.append("</div></figure>");
        if (image.truth() != null && isPicture(image.data().space())) {
            grid.append("<figure><figcaption class=\"name\"><b>data</b><span>&nbsp;</span></figcaption>")
                    .append(Page.picture(Pictures.grey(image.data(), image.shown()), "data"))
                    .append("</figure>");
        }
        for (int i = 0; i < results.size(); i++) {
            Row.Result result = results.get(i);
            String method = rows.get(i).method();
            String score = Double.isNaN(result.psnr())
                    ? Numbers.fixed(result.seconds(), 2) + " s"
                    : Numbers.fixed(result.psnr(), 2) + " dB &middot; " + Numbers.fixed(result.ssim(), 3);
            grid.append("<figure><figcaption class=\"name\"><b>").append(Page.text(method));
            grid.append("</b><span>").append(score).append("</span></figcaption>");
            grid.append(Page.picture(
                    Pictures.grey(image.part(result.reconstruction().image()), image.shown()), method));
            if (image.truth() != null) {
                grid.append(Page.picture(Pictures.signed(errors.get(i), errorScale), "error of " + method));
            }
            grid.append("</figure>");
        }
        page.html(grid.append("</div>").toString());
    }

    /** Whether data are a picture as the image is, blurred or incomplete, and no sinogram or k-space. */
    private static boolean isPicture(Space data) {
        return data.field() == Field.REAL
                && data.dimensions() == 2
                && data.axes().get(0).role() == Role.X
                && data.axes().get(1).role() == Role.Y;
    }

    /** The magnitude that one error in a hundred exceeds. */
    private static double largeError(Image error) {
        float[] sizes = error.data().clone();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(sizes[i]);
        }
        Arrays.sort(sizes);
        return sizes[(int) (0.99 * (sizes.length - 1))];
    }

    private static void provenance(Page page, Row row) {
        page.html("<h3>" + Page.text(row.method()) + "</h3>");
        page.html("<pre>" + Page.text(row.command()) + "</pre>");
        for (Row.Result result : row.cases()) {
            Map<String, String> facts = new LinkedHashMap<>();
            if (row.cases().size() > 1) {
                facts.put("image", result.image().name());
            }
            facts.putAll(result.reconstruction().how().parameters());
            result.reconstruction().how().notes().forEach((k, v) -> facts.put("note on " + k, v));
            facts.put(
                    "end",
                    result.reconstruction().status().message() + " after "
                            + result.reconstruction().iterations() + " iterations");
            page.html(Page.facts(facts));
        }
        page.html("<p>" + Page.text(row.cases().get(0).reconstruction().how().reference()) + "</p>");
    }
}
