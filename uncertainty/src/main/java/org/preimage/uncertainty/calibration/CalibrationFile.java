package org.preimage.uncertainty.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.preimage.operators.file.AtomicFile;

/**
 * Calibrations as JSON: {"calibration": "scale", "factor": 1.2}, or "conformal" and "isotonic" with "levels" and
 * "quantiles", where infinite ones stand as "Infinity" and "-Infinity"; "fitted" may say in words to what.
 */
public final class CalibrationFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String FITTED = "fitted";

    private CalibrationFile() {}

    /**
     * Writes a file.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written
     */
    public static void write(Path file, Calibration calibration) throws IOException {
        write(file, node(calibration));
    }

    /**
     * Writes a file that says to what the calibration was fitted.
     *
     * @param fitted in words: which images, how many pixels
     * @throws IOException with one sentence that names the file, if it cannot be written
     */
    public static void write(Path file, Calibration calibration, String fitted) throws IOException {
        write(file, node(calibration).put(FITTED, fitted));
    }

    private static void write(Path file, ObjectNode node) throws IOException {
        byte[] text = (text(node) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(text));
    }

    /**
     * Reads a file.
     *
     * @throws IOException with one sentence that names the file, if it cannot be read or is no calibration
     */
    public static Calibration read(Path file) throws IOException {
        return read(file, CalibrationFile::parse);
    }

    /**
     * To what the calibration of a file was fitted, in the words of who wrote it; empty if it does not say.
     *
     * @throws IOException with one sentence that names the file, if it cannot be read or is no calibration
     */
    public static Optional<String> fitted(Path file) throws IOException {
        return read(file, json -> {
            parse(json);
            return Optional.ofNullable(tree(json).path(FITTED).textValue());
        });
    }

    private static <T> T read(Path file, Function<String, T> parser) throws IOException {
        try {
            return parser.apply(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text, but a calibration is JSON in UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no calibration: " + e.getMessage(), e);
        }
    }

    /** One line of JSON. */
    public static String toJson(Calibration calibration) {
        return text(node(calibration));
    }

    private static ObjectNode node(Calibration calibration) {
        ObjectNode node = MAPPER.createObjectNode();
        if (calibration instanceof ScaleCalibration scale) {
            node.put("calibration", "scale").put("factor", scale.factor());
        } else if (calibration instanceof ConformalCalibration conformal) {
            node.put("calibration", "conformal");
            put(node, conformal.levels(), conformal.quantiles());
        } else if (calibration instanceof IsotonicCalibration isotonic) {
            node.put("calibration", "isotonic");
            put(node, isotonic.levels(), isotonic.quantiles());
        }
        return node;
    }

    private static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ObjectNode node, List<Double> levels, List<Double> quantiles) {
        ArrayNode first = node.putArray("levels");
        levels.forEach(first::add);
        ArrayNode second = node.putArray("quantiles");
        quantiles.forEach(second::add);
    }

    /** @throws IllegalArgumentException if the text is no calibration */
    public static Calibration parse(String json) {
        JsonNode node = tree(json);
        if (!node.path("calibration").isTextual()) {
            throw new IllegalArgumentException(
                    "\"calibration\" is missing, but must name scale, conformal or isotonic");
        }
        String kind = node.get("calibration").textValue();
        switch (kind) {
            case "scale":
                requireKeys(node, Set.of("calibration", "factor"));
                return new ScaleCalibration(number("factor", node.get("factor")));
            case "conformal":
                requireKeys(node, Set.of("calibration", "levels", "quantiles"));
                return new ConformalCalibration(numbers(node, "levels"), numbers(node, "quantiles"));
            case "isotonic":
                requireKeys(node, Set.of("calibration", "levels", "quantiles"));
                return new IsotonicCalibration(numbers(node, "levels"), numbers(node, "quantiles"));
            default:
                throw new IllegalArgumentException(
                        "\"calibration\" is \"" + kind + "\", but must be scale, conformal or isotonic");
        }
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not valid JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static void requireKeys(JsonNode node, Set<String> keys) {
        for (String key : keys) {
            if (!node.has(key)) {
                throw new IllegalArgumentException("\"" + key + "\" is missing");
            }
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!keys.contains(name) && !(name.equals(FITTED) && node.get(name).isTextual())) {
                throw new IllegalArgumentException("\"" + name + "\" is not known");
            }
        }
    }

    private static List<Double> numbers(JsonNode node, String key) {
        if (!node.get(key).isArray()) {
            throw new IllegalArgumentException("\"" + key + "\" must be a list of numbers");
        }
        List<Double> values = new ArrayList<>();
        node.get(key).forEach(value -> values.add(number(key, value)));
        return values;
    }

    private static double number(String key, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isTextual() && value.textValue().matches("-?Infinity")) {
            return Double.parseDouble(value.textValue());
        }
        throw new IllegalArgumentException("\"" + key + "\" holds " + value + ", but must hold numbers");
    }
}
