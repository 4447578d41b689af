package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Page;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.solver.Progress;

/**
 * The part of the page about one task: pictures, errors, curves, provenance.
 *
 * @param task which
 * @param rows of it, at least one
 * @param seed of the benchmark
 */
record TaskSection(Task task, List<Row> rows, long seed) {
    /** Where a task or study of a suite stands in the page. */
    static String id(String suite, String task) {
        return suite + "." + task;
    }

    /** Adds it to a page. */
    void addTo(Page page) {
        page.html("<h3 id=\"" + Page.text(id(rows.get(0).suite(), task.name())) + "\">" + Page.text(task.name())
                + "</h3>");
        page.paragraph(task.description());
        int images = rows.get(0).cases().size();
        for (int i = 0; i < images; i++) {
            int index = i;
            List<Row.Result> results =
                    rows.stream().map(r -> r.cases().get(index)).toList();
            if (images > 1) {
                page.html("<h4>" + Page.text(results.get(0).image().name()) + "</h4>");
            }
            page.html("<div class=\"case\">");
            pictures(page, results);
            page.html("</div>");
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
        page.html("<h4>Operator</h4><pre>" + Page.text(task.spec().text()) + "</pre>");
        page.html("<p>PSNR, SSIM and NRMSE are measured against " + Page.text(task.measuredAgainst()) + ".</p>");
        for (Row.Result result : rows.get(0).cases()) {
            Map<String, String> facts = new LinkedHashMap<>(result.image().facts());
            facts.put(
                    "sha256 of the data, as floats", Checksum.of(result.image().data()));
            if (result.image().truth() != null) {
                facts.put(
                        "sha256 of the reference, as floats",
                        Checksum.of(result.image().truth()));
            }
            facts.put("seed of the benchmark", Long.toString(seed));
            page.html("<h4>Data: " + Page.text(result.image().name()) + "</h4>" + Page.facts(facts));
        }
        for (Row row : rows) {
            provenance(page, row);
        }
        page.html("</details>");
    }

    private void pictures(Page page, List<Row.Result> results) {
        Case image = results.get(0).image();
        List<Image> errors = new ArrayList<>();
        if (image.truth() != null) {
            results.forEach(r -> errors.add(image.error(r.reconstruction().image())));
        }
        double limit = errors.stream()
                .mapToDouble(TaskSection::largeError)
                .sorted()
                .skip(errors.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
        Pictures.Scale errorScale = new Pictures.Scale(-limit, limit);
        StringBuilder grid = new StringBuilder("<div class=\"grid\">");
        String reference = image.truth() == null ? "data" : "reference";
        // Pictures that a reader may lay one over the other carry a name; the others have another shape.
        grid.append(image.truth() == null ? "<figure>" : figure(reference, false))
                .append("<figcaption class=\"name\"><b>")
                .append(reference)
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
            boolean alike = image.data().space().sameShape(image.truth().space());
            grid.append(alike ? figure("data", false) : "<figure>")
                    .append("<figcaption class=\"name\"><b>data</b><span>&nbsp;</span></figcaption>")
                    .append(Page.picture(Pictures.grey(image.data(), image.shown()), "data"))
                    .append("</figure>");
        }
        double best = results.stream().mapToDouble(Row.Result::psnr).max().orElse(Double.NaN);
        for (int i = 0; i < results.size(); i++) {
            Row.Result result = results.get(i);
            String method = rows.get(i).method();
            String score = Double.isNaN(result.psnr())
                    ? Numbers.fixed(result.seconds(), 2) + " s"
                    : Numbers.fixed(result.psnr(), 2) + " dB &middot; " + Numbers.fixed(result.ssim(), 3);
            grid.append(figure(method, result.psnr() == best))
                    .append("<figcaption class=\"name\"><b>")
                    .append(Page.text(method));
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

    /** @param best whether it comes nearest to the reference */
    private static String figure(String name, boolean best) {
        return "<figure data-wipe=\"" + Page.text(name) + "\"" + (best ? " data-best" : "") + ">";
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
        page.html("<h4>" + Page.text(row.method()) + "</h4>");
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
