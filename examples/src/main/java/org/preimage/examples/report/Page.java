package org.preimage.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.preimage.operators.text.Numbers;

/** A page of HTML that needs no other file: style, script and pictures are inside. */
public final class Page {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    public Page(String title) {
        this.title = title;
        body.append("<h1>").append(text(title)).append("</h1>\n");
    }

    /** Text with the characters escaped that mean something in HTML. */
    public static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Adds HTML as it is. */
    public Page html(String html) {
        body.append(html).append('\n');
        return this;
    }

    public Page heading(String heading, String id) {
        return html("<h2 id=\"" + text(id) + "\">" + text(heading) + "</h2>");
    }

    public Page paragraph(String plain) {
        return html("<p>" + text(plain) + "</p>");
    }

    /** An img element; a click on it enlarges it. */
    public static String picture(byte[] png, String alt) {
        return "<img class=\"picture\" alt=\"" + text(alt) + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\">";
    }

    /** A bar of colours with the values at its ends. */
    public static String bar(byte[] png, double lowest, double high, String unit) {
        // What rounding left of a zero is a zero to the reader.
        double low = Math.abs(lowest) < 1e-6 * Math.abs(high) ? 0 : lowest;
        return "<div class=\"bar\"><img alt=\"\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\"><div><span>" + brief(low) + "</span><span>"
                + brief(high) + text(unit)
                + "</span></div></div>";
    }

    /** Two digits: a bar has no room for more. */
    private static String brief(double value) {
        if (!Double.isFinite(value)) {
            return Numbers.of(value);
        }
        return new BigDecimal(value)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A chart, or a sentence in its place where this Java cannot draw one. */
    public Page chart(Chart chart, String caption) {
        if (chart.isEmpty()) {
            return this;
        }
        String content;
        try {
            content = picture(chart.png(), caption);
        } catch (IllegalStateException e) {
            content = "<p class=\"missing\">No chart: " + text(e.getMessage()) + "</p>";
        }
        return html("<figure class=\"chart\">" + content + "<figcaption>" + text(caption) + "</figcaption></figure>");
    }

    /** A command of the shell with a button that copies it, for a cell of a table. */
    public static String command(String command) {
        return "<div class=\"command\"><code tabindex=\"0\" title=\"" + text(command) + "\"><bdi>" + text(command)
                + "</bdi></code><button type=\"button\" class=\"copy\">copy</button></div>";
    }

    /** A table of names and values. */
    public static String facts(Map<String, String> facts) {
        StringBuilder table = new StringBuilder("<table class=\"facts\">");
        facts.forEach((name, value) -> table.append("<tr><th>")
                .append(text(name))
                .append("</th><td>")
                .append(text(value))
                .append("</td></tr>"));
        return table.append("</table>").toString();
    }

    /**
     * A table whose cells are HTML; a click on a column's heading sorts by it.
     *
     * @param left how many columns, from the first, hold text and stand to the left; the others hold numbers
     */
    public static String table(List<String> header, List<List<String>> rows, int left) {
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table class=\"numbers\"><thead>");
        row(table, "th", header, left);
        table.append("</thead><tbody>");
        rows.forEach(r -> row(table, "td", r, left));
        return table.append("</tbody></table></div>").toString();
    }

    private static void row(StringBuilder table, String cell, List<String> values, int left) {
        table.append("<tr>");
        for (int i = 0; i < values.size(); i++) {
            table.append('<').append(cell).append(i < left ? " class=\"left\">" : ">");
            table.append(values.get(i)).append("</").append(cell).append('>');
        }
        table.append("</tr>\n");
    }

    /** The whole page. */
    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + text(title)
                + "</title>\n<style>\n" + resource("page.css") + "</style>\n</head>\n<body>\n<main>\n" + body
                + "</main>\n<script>\n" + resource("page.js") + "</script>\n</body>\n</html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream("/org/preimage/examples/report/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
