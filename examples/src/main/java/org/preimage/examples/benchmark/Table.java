package org.preimage.examples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.preimage.examples.report.Environment;
import org.preimage.examples.report.Numbers;

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

    /** One object with the environment and the rows; numbers that there are none of are null. */
    public static ObjectNode json(List<Row> rows) {
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
