package org.preimage.examples.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.preimage.examples.report.Environment;

/**
 * A {@link Gate} as JSON:
 *
 * <pre>
 * {"tolerance": {"psnr": 0.05, "ssim": 0.003}, "toleranceOnOtherData": {"psnr": 0.5, "ssim": 0.02},
 *  "rows": [{"suite": ..., "task": ..., "method": ..., "psnr": 18.62, "ssim": 0.480, "data": "sha256"}, ...]}
 * </pre>
 *
 * A row may have a tolerance of its own; psnr and ssim may be null where there is no truth, data where they are not known.
 */
public final class GateFile {
    /** Gates that the project carries, beside the published figures. */
    private static final List<String> BUNDLED = List.of("foundation");

    private static final String PUBLISHED = "published";

    private GateFile() {}

    /**
     * Reads a gate.
     *
     * @param name a file, or where there is none of this name "foundation" or "published"
     * @throws IOException with one sentence if there is none or it is no gate
     */
    public static Gate read(String name) throws IOException {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            if (name.equals(PUBLISHED)) {
                return Gate.published();
            }
            if (!BUNDLED.contains(name)) {
                throw new IOException("there is no gate file " + name + "; gates with names are "
                        + String.join(", ", BUNDLED) + ", " + PUBLISHED);
            }
            try (InputStream in =
                    GateFile.class.getResourceAsStream("/org/preimage/examples/gates/" + name + ".json")) {
                return parse(name, in.readAllBytes());
            }
        }
        return parse(name, Files.readAllBytes(file));
    }

    private static Gate parse(String name, byte[] bytes) throws IOException {
        try {
            JsonNode root = new ObjectMapper().readTree(bytes);
            List<Gate.Expected> rows = new ArrayList<>();
            Set<Gate.Key> keys = new HashSet<>();
            for (JsonNode row : root.path("rows")) {
                Gate.Expected expected = expected(row);
                if (!keys.add(expected.key())) {
                    throw new IllegalArgumentException("the row " + expected.key() + " is there twice");
                }
                rows.add(expected);
            }
            return new Gate(
                    name,
                    rows,
                    tolerance(root.required("tolerance")),
                    tolerance(root.required("toleranceOnOtherData")));
        } catch (JsonProcessingException e) {
            throw new IOException("gate file " + name + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("gate file " + name + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Gate.Expected expected(JsonNode row) {
        Gate.Key key = new Gate.Key(text(row, "suite"), text(row, "task"), text(row, "method"));
        return new Gate.Expected(
                key,
                number(row, "psnr"),
                number(row, "ssim"),
                row.path("data").asText(""),
                row.has("tolerance") ? tolerance(row.get("tolerance")) : null);
    }

    private static Gate.Tolerance tolerance(JsonNode node) {
        double psnr = number(node, "psnr");
        double ssim = number(node, "ssim");
        return new Gate.Tolerance(psnr, ssim);
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the row " + node + " has no text \"" + key + "\"");
        }
        return value.textValue();
    }

    /** NaN for null. */
    private static double number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber() && !value.isNull()) {
            throw new IllegalArgumentException(node + " has no number \"" + key + "\"");
        }
        return value.isNull() ? Double.NaN : value.doubleValue();
    }

    /** Checks, before the work begins, that a gate can be written here. */
    public static void requireWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": the folder " + folder + " does not exist");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("cannot write " + file + ": it exists and is not a file");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot write " + file + ": permission denied");
        }
    }

    /** Writes a gate, whole or not at all. */
    public static void write(Path file, Gate gate) throws IOException {
        requireWritable(file);
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".gate-", ".part");
        try {
            Files.writeString(part, json(gate).toPrettyString() + "\n");
            Files.move(part, file.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static ObjectNode json(Gate gate) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("java", Environment.java());
        put(root.putObject("tolerance"), gate.same());
        put(root.putObject("toleranceOnOtherData"), gate.other());
        ArrayNode rows = root.putArray("rows");
        for (Gate.Expected row : gate.rows()) {
            ObjectNode node = rows.addObject()
                    .put("suite", row.key().suite())
                    .put("task", row.key().task())
                    .put("method", row.key().method());
            Table.number(node, "psnr", row.psnr(), 4);
            Table.number(node, "ssim", row.ssim(), 5);
            node.put("data", row.data());
            if (row.own() != null) {
                put(node.putObject("tolerance"), row.own());
            }
        }
        return root;
    }

    private static void put(ObjectNode node, Gate.Tolerance tolerance) {
        node.put("psnr", tolerance.psnr()).put("ssim", tolerance.ssim());
    }
}
