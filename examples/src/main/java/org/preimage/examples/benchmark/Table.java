package org.preimage.examples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** One object with the environment, the rows and what studies found; numbers that there are none of are null. */
    public static ObjectNode json(List<Row> rows, Map<Study, Study.Findings> studies) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode environment = root.putObject("environment");
        Environment.facts().forEach(environment::put);
        ArrayNode array = root.putArray("rows");
        for (Row row : rows) {
            ObjectNode node = array.addObject()
                    .put("suite", row.suite())
                    .put("task", row.task())
                    .put("method", row.method())
                    .put("images", row.cases().size());
            number(node, "psnr", row.psnr(), 2);
            number(node, "psnrSd", row.psnrSd(), 2);
            number(node, "ssim", row.ssim(), 3);
            number(node, "nrmse", row.nrmse(), 4);
            number(node, "seconds", row.seconds(), 3);
            node.put("iterations", row.iterations()).putNull("published");
            node.put("command", row.command());
        }
        studies.forEach((study, found) -> {
            ArrayNode table = root.withObject("/studies").putArray(study.name());
            for (List<String> row : found.rows()) {
                ObjectNode node = table.addObject();
                for (int i = 0; i < row.size(); i++) {
                    node.put(found.columns().get(i), row.get(i));
                }
            }
            if (!found.notes().isEmpty()) {
                ArrayNode notes = root.withObject("/notes").putArray(study.name());
                found.notes().forEach(notes::add);
            }
        });
        return root;
    }

    private static void number(ObjectNode node, String key, double value, int decimals) {
        if (Double.isFinite(value)) {
            double unit = Math.pow(10, decimals);
            node.put(key, Math.rint(value * unit) / unit);
        } else {
            node.putNull(key);
        }
    }
}
