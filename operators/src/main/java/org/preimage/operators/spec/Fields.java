package org.preimage.operators.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of a JSON object, asked for one by one; what nobody asked for is refused by {@link #requireNoOthers}. */
final class Fields {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String path;
    private final JsonNode node;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Fields> parts = new ArrayList<>();

    private Fields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    static Fields parse(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " in line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new IllegalArgumentException(
                    "the SPEC is not valid JSON" + where + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("the SPEC must be one JSON object, as {\"operator\": ...}");
        }
        return new Fields("", root);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean has(String key) {
        asked.add(key);
        return node.has(key);
    }

    private JsonNode get(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "the SPEC" : "\"" + path + "\"") + " lacks \"" + key + "\"");
        }
        return node.get(key);
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private IllegalArgumentException refuse(String key, String needed) {
        String found = node.get(key).toString();
        return new IllegalArgumentException("\"" + full(key) + "\" is "
                + (found.length() > 60 ? found.substring(0, 57) + "..." : found) + ", but must be " + needed);
    }

    /** An object inside, whose keys are checked together with those of this one. */
    Fields object(String key) {
        JsonNode value = get(key);
        if (!value.isObject()) {
            throw refuse(key, "an object in braces");
        }
        Fields part = new Fields(full(key), value);
        parts.add(part);
        return part;
    }

    String word(String key) {
        if (!get(key).isTextual()) {
            throw refuse(key, "a text in quotation marks");
        }
        return node.get(key).textValue();
    }

    /** A whole number of at least 1. */
    int count(String key) {
        JsonNode value = get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw refuse(key, "a whole number of at least 1");
        }
        return value.intValue();
    }

    /** How many entries a list has; 0 if the key holds no list. */
    int length(String key) {
        return get(key).size();
    }

    /** {@code n} whole numbers of at least 1. */
    int[] counts(String key, int n) {
        JsonNode value = get(key);
        int[] counts = new int[n];
        boolean good = value.isArray() && value.size() == n;
        for (int i = 0; good && i < n; i++) {
            good = value.get(i).isIntegralNumber()
                    && value.get(i).canConvertToInt()
                    && value.get(i).intValue() > 0;
            counts[i] = value.get(i).intValue();
        }
        if (!good) {
            throw refuse(key, "a list of " + n + " whole numbers of at least 1");
        }
        return counts;
    }

    double number(String key) {
        JsonNode value = get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw refuse(key, "a number");
        }
        return value.doubleValue();
    }

    double positive(String key) {
        double value = number(key);
        if (!(value > 0)) {
            throw refuse(key, "a number greater than 0");
        }
        return value;
    }

    /** At least one number. */
    double[] numbers(String key) {
        JsonNode value = get(key);
        if (!value.isArray() || value.isEmpty()) {
            throw refuse(key, "a list of numbers");
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!value.get(i).isNumber() || !Double.isFinite(value.get(i).doubleValue())) {
                throw refuse(key, "a list of numbers, which entry " + i + " is not");
            }
            numbers[i] = value.get(i).doubleValue();
        }
        return numbers;
    }

    /** {@code n} numbers. */
    double[] numbers(String key, int n) {
        if (!get(key).isArray() || get(key).size() != n) {
            throw refuse(key, "a list of " + n + " numbers");
        }
        return numbers(key);
    }

    /** A number for all axes, or a list of one for each. */
    double[] numberOrNumbers(String key) {
        return get(key).isArray() ? numbers(key) : new double[] {number(key)};
    }

    /** A whole number of at least 1 for all axes, or a list of one for each. */
    int[] countOrCounts(String key) {
        return get(key).isArray() ? counts(key, Math.max(1, length(key))) : new int[] {count(key)};
    }

    /** Whether the key holds an object in braces. */
    boolean isObject(String key) {
        return get(key).isObject();
    }

    /** Whether the key holds a text. */
    boolean isWord(String key) {
        return get(key).isTextual();
    }

    /** A whole number. */
    long whole(String key) {
        JsonNode value = get(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw refuse(key, "a whole number");
        }
        return value.longValue();
    }

    /** A copy of what an object says. */
    ObjectNode said(String key) {
        return ((ObjectNode) get(key)).deepCopy();
    }

    /** One of some words. */
    String oneOf(String key, String... words) {
        String word = word(key);
        if (!List.of(words).contains(word)) {
            throw refuse(key, "one of " + String.join(", ", words));
        }
        return word;
    }

    /** Checks that every key, here and in the objects inside, has been asked for. */
    void requireNoOthers() {
        for (Iterator<String> it = node.fieldNames(); it.hasNext(); ) {
            String key = it.next();
            if (!asked.contains(key)) {
                throw new IllegalArgumentException("unknown key \"" + full(key) + "\" in the SPEC; known here: "
                        + asked.stream().map(k -> "\"" + k + "\"").collect(Collectors.joining(", ")));
            }
        }
        parts.forEach(Fields::requireNoOthers);
    }
}
