package org.preimage.examples.benchmark;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.preimage.examples.report.Environment;
import org.preimage.examples.report.Page;

/** The benchmark's page: verdicts of gates, contents, and for each suite its tables, plots, pictures, studies and provenance. */
public final class BenchmarkReport {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String READING =
            "PSNR in dB with the range maximum - minimum of the reference, SSIM of Wang et al. (2004), NRMSE the norm of the error over"
                    + " that of the reference, all without clipping and averaged over a task's images; sd: standard deviation"
                    + " between these; in bold the best of a task. Gain: mean difference of the PSNR from the baseline's, the first"
                    + " method that takes the task, image by image, with its 95 % confidence interval by Student's t distribution;"
                    + " n/a: there is one image only. Of complex images magnitudes are compared.";

    private static final String COST =
            "Seconds are wall time for one image on the machine named at the end, the automatic choice of parameters included; before"
                    + " the first row each method ran once on a small problem, a trained model on the first that it takes, so that"
                    + " Java's compiler is warm, but every row was timed only once. Memory in MiB: heap is what a collection of"
                    + " garbage leaves of Java's heap at the first or the eighth iteration on the first image, in a run of its own,"
                    + " beyond what was in use before; of methods that tell no iterations all that they asked for to make an image,"
                    + " garbage included, which bounds it from above. Resident is the most physical memory of the whole process while"
                    + " the row ran, native libraries as PyTorch and what earlier rows left included, told by Linux only. Direct"
                    + " methods have no iterations.";

    private final Outcome outcome;

    /** @param outcome what ran */
    public BenchmarkReport(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The page as HTML. */
    public String html() {
        List<SuiteResult> suites = outcome.suites();
        Page page = new Page(
                "Preimage benchmark: " + (suites.size() == 1 ? suites.get(0).name() : suites.size() + " suites"));
        page.paragraph(DATE.format(outcome.date()) + ", preimage " + Environment.version() + ", commit "
                + Environment.commit() + ".");
        page.html("<pre>" + Page.text(outcome.command()) + "</pre>");
        outcome.leftOut().forEach(sentence -> page.html("<p class=\"warning\">" + Page.text(sentence) + "</p>"));
        outcome.verdicts().forEach(verdict -> page.html(verdict(verdict)));
        page.html(contents());
        suites.forEach(suite -> add(page, suite));
        page.heading("Environment", "environment");
        page.html(Page.facts(Environment.facts()));
        return page.toString();
    }

    private static String verdict(Gate.Verdict verdict) {
        StringBuilder html = new StringBuilder("<div class=\"verdict ")
                .append(verdict.passed() ? "passed" : "failed")
                .append("\"><p>")
                .append(Page.text(verdict.summary()))
                .append(".</p>");
        if (!verdict.passed()) {
            html.append("<ul>");
            verdict.failures()
                    .forEach(f -> html.append("<li>").append(Page.text(f)).append(".</li>"));
            html.append("</ul>");
        }
        return html.append("</div>").toString();
    }

    private String contents() {
        StringBuilder nav = new StringBuilder("<nav aria-label=\"Contents\"><ul>");
        for (SuiteResult suite : outcome.suites()) {
            nav.append("<li>").append(link(suite.name(), suite.name())).append(": ");
            nav.append(String.join(
                    ", ",
                    sections(suite).stream()
                            .map(name -> link(TaskSection.id(suite.name(), name), name))
                            .toList()));
            nav.append("</li>");
        }
        return nav.append("<li>")
                .append(link("environment", "environment"))
                .append("</li></ul></nav>")
                .toString();
    }

    private static List<String> sections(SuiteResult suite) {
        return Stream.concat(
                        suite.benchmark().tasks().stream()
                                .filter(task -> !suite.rows(task).isEmpty())
                                .map(Task::name),
                        suite.studies().keySet().stream().map(Study::name))
                .toList();
    }

    private static String link(String id, String text) {
        return "<a href=\"#" + Page.text(id) + "\">" + Page.text(text) + "</a>";
    }

    private static void add(Page page, SuiteResult suite) {
        Benchmark benchmark = suite.benchmark();
        page.heading(suite.name(), suite.name());
        page.paragraph(suite.description());
        page.html("<pre>" + Page.text(benchmark.command()) + "</pre>");
        if (!suite.rows().isEmpty()) {
            SuiteTables tables = new SuiteTables(suite);
            page.paragraph(
                    "PSNR in dB / SSIM, means over the images of a task; in bold the best PSNR. A click on a column's"
                            + " name sorts by it, a second one the other way round, a third one as it was; a click on a command shows all of it.");
            page.html(tables.overview());
            page.html("<div class=\"charts\">");
            tables.levels().forEach(page::chart);
            page.html("</div>");
            page.html(tables.details());
            page.paragraph(READING);
            page.paragraph(COST);
            page.html("<details><summary>SHA-256 of the data</summary>");
            page.paragraph(
                    "Of the values as little-endian floats of 32 bits, as methods got them, and of files as they are.");
            page.html(tables.checksums() + "</details>");
        }
        for (Task task : benchmark.tasks()) {
            List<Row> rows = suite.rows(task);
            if (!rows.isEmpty()) {
                new TaskSection(task, rows, benchmark.seed()).addTo(page);
            }
        }
        suite.studies().forEach((study, found) -> add(page, suite, study, found));
    }

    private static void add(Page page, SuiteResult suite, Study study, Study.Findings found) {
        page.html("<h3 id=\"" + Page.text(TaskSection.id(suite.name(), study.name())) + "\">" + Page.text(study.name())
                + "</h3>");
        page.paragraph(study.description());
        page.html("<pre>" + Page.text(suite.benchmark().command(study)) + "</pre>");
        page.html(Page.table(
                found.columns(),
                found.rows().stream()
                        .map(row -> row.stream().map(Page::text).toList())
                        .toList(),
                1));
        found.notes().forEach(page::paragraph);
        found.charts().forEach(c -> page.chart(c.chart(), c.caption()));
        found.figures().forEach(figure -> page.html(pictures(figure)));
    }

    private static String pictures(Study.Figure figure) {
        StringBuilder grid = new StringBuilder("<h4>" + Page.text(figure.title()) + "</h4><div class=\"grid\">");
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
}
