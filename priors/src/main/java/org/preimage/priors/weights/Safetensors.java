package org.preimage.priors.weights;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.file.AtomicFile;

/**
 * Named arrays in a file that runs no code when it is read: the safetensors format. Eight bytes hold the length of a header
 * (little-endian), the header is JSON that gives each array's type, shape and place, and the numbers follow without gaps.
 *
 * <p>Read: F32, F64, F16 and BF16, all as floats; written: F32.
 *
 * @param arrays by name
 * @param metadata free text by name
 */
public record Safetensors(Map<String, Array> arrays, Map<String, String> metadata) {
    /** The longest header that the format allows. */
    static final int LONGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /**
     * One array.
     *
     * @param shape row-major: the last axis runs fastest; empty for a single number
     * @param values not copied
     */
    public record Array(int[] shape, float[] values) {
        /** @throws IllegalArgumentException if the length does not fit the shape */
        public Array {
            shape = shape.clone();
            long length = 1;
            for (int s : shape) {
                length = Math.multiplyExact(length, s);
            }
            if (length != values.length) {
                throw new IllegalArgumentException("there are " + values.length + " values, but the shape "
                        + Arrays.toString(shape) + " needs " + length);
            }
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }
    }

    private record Entry(String name, NumberFormat format, int[] shape, long begin, long end) {}

    public Safetensors {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (arrays.containsKey(METADATA)) {
            throw new IllegalArgumentException("an array cannot be named \"" + METADATA + "\"");
        }
    }

    /** All arrays of weights under their names. */
    public static Safetensors of(Weights weights, Map<String, String> metadata) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (Layout.Entry e : weights.layout().entries()) {
            arrays.put(e.name(), new Array(e.shape(), weights.get(e.name())));
        }
        return new Safetensors(arrays, metadata);
    }

    /**
     * One array of a given shape.
     *
     * @throws IllegalArgumentException if there is none of this name, or it has another shape
     */
    public float[] get(String name, int... shape) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("there is no array \"" + name + "\"");
        }
        if (!Arrays.equals(array.shape(), shape)) {
            throw new IllegalArgumentException("the array \"" + name + "\" has the shape "
                    + Arrays.toString(array.shape()) + ", but " + Arrays.toString(shape) + " is needed");
        }
        return array.values();
    }

    /**
     * The arrays as weights of a network, by name.
     *
     * @throws IllegalArgumentException if one is missing or has another shape, or there is one too many
     */
    public Weights weights(Layout layout) {
        Weights weights = new Weights(layout, new float[layout.length()]);
        for (Layout.Entry e : layout.entries()) {
            weights.set(e.name(), get(e.name(), e.shape()));
        }
        for (String name : arrays.keySet()) {
            if (!layout.has(name)) {
                throw new IllegalArgumentException("the network has no weights \"" + name + "\"");
            }
        }
        return weights;
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @throws IOException with one sentence that names the file
     */
    public void write(Path file) throws IOException {
        byte[] bytes = bytes();
        AtomicFile.write(file, out -> out.write(bytes));
    }

    /** What a file of it holds. */
    public byte[] bytes() {
        byte[] header = header();
        long numbers = 0;
        for (Array array : arrays.values()) {
            numbers += (long) Float.BYTES * array.values.length;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + header.length + numbers))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(header.length).put(header);
        for (Array array : arrays.values()) {
            for (float v : array.values) {
                out.putFloat(v);
            }
        }
        return out.array();
    }

    private byte[] header() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode facts = root.putObject(METADATA);
            metadata.forEach(facts::put);
        }
        long offset = 0;
        for (Map.Entry<String, Array> e : arrays.entrySet()) {
            ObjectNode entry = root.putObject(e.getKey());
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            for (int s : e.getValue().shape) {
                shape.add(s);
            }
            long end = offset + (long) Float.BYTES * e.getValue().values.length;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = root.toString().getBytes(StandardCharsets.UTF_8);
        byte[] header = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(header, text.length, header.length, (byte) ' ');
        return header;
    }

    /**
     * Reads a file.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or holds other numbers
     */
    public static Safetensors read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + (Files.exists(file) ? " is not a file" : " does not exist"));
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Reads the content of a file.
     *
     * @param file its name, for messages
     * @throws IOException with one sentence that names the file, if it is damaged or holds other numbers
     */
    public static Safetensors parse(String file, byte[] content) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long length = part(file, in, Long.BYTES, "the length of the header").getLong();
        long present = in.remaining();
        if (length < 2 || length > Math.min(present, LONGEST_HEADER)) {
            throw new IOException(file + " claims a header of " + Long.toUnsignedString(length) + " bytes, but "
                    + present + " bytes follow");
        }
        byte[] header = new byte[(int) length];
        in.get(header);
        return read(file, in, header(file, header));
    }

    private static JsonNode header(String file, byte[] header) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new IOException(file + " is not a safetensors file: its header is not valid JSON", e);
        }
        if (root == null || !root.isObject()) {
            throw new IOException(file + " is not a safetensors file: its header is not a JSON object");
        }
        return root;
    }

    private static Safetensors read(String file, ByteBuffer in, JsonNode root) throws IOException {
        long bytes = in.remaining();
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(entry(file, field.getKey(), field.getValue(), bytes));
                continue;
            }
            if (!field.getValue().isObject()) {
                throw new IOException(file + " has metadata that are not a JSON object");
            }
            for (Map.Entry<String, JsonNode> fact : field.getValue().properties()) {
                if (!fact.getValue().isTextual()) {
                    throw new IOException(file + " has metadata \"" + plain(fact.getKey()) + "\" that are not text");
                }
                metadata.put(fact.getKey(), fact.getValue().textValue());
            }
        }
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, float[]> values = new LinkedHashMap<>();
        long at = 0;
        for (Entry e : ordered) {
            if (e.begin != at) {
                throw new IOException(file + " has the array \"" + plain(e.name) + "\" at byte " + e.begin
                        + (e.begin < at ? ", where another one lies" : ", but the one before ends at " + at));
            }
            at = e.end;
        }
        if (at != bytes) {
            throw new IOException(file + " holds " + bytes + " bytes of numbers, but its header describes " + at);
        }
        for (Entry e : ordered) {
            ByteBuffer data = part(file, in, (int) (e.end - e.begin), "the array \"" + plain(e.name) + "\"");
            values.put(e.name, floats(file, e, data));
        }
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (Entry e : entries) {
            arrays.put(e.name, new Array(e.shape, values.get(e.name)));
        }
        return new Safetensors(arrays, metadata);
    }

    private static float[] floats(String file, Entry e, ByteBuffer data) throws IOException {
        float[] out = new float[data.capacity() / e.format.bytes()];
        for (int i = 0; i < out.length; i++) {
            double v = e.format.value(data, i);
            out[i] = (float) v;
            if (Float.isInfinite(out[i]) && !Double.isInfinite(v)) {
                throw new IOException(file + " has the value " + v + " in the array \"" + plain(e.name)
                        + "\", which is beyond the range of float32");
            }
        }
        return out;
    }

    private static Entry entry(String file, String name, JsonNode node, long bytes) throws IOException {
        String what = file + " has the array \"" + plain(name) + "\" ";
        if (!node.path("dtype").isTextual()
                || !node.path("shape").isArray()
                || !node.path("data_offsets").isArray()
                || node.path("data_offsets").size() != 2) {
            throw new IOException(what + "without a type, a shape or a place");
        }
        String dtype = node.path("dtype").textValue();
        NumberFormat format = NumberFormat.named(dtype);
        if (format == null) {
            throw new IOException(
                    what + "of type \"" + plain(dtype) + "\", but only " + NumberFormat.NAMES + " can be read");
        }
        long begin = whole(what, node.path("data_offsets").get(0), bytes);
        long end = whole(what, node.path("data_offsets").get(1), bytes);
        int[] shape = new int[node.path("shape").size()];
        long length = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) whole(what, node.path("shape").get(i), Integer.MAX_VALUE - 8);
            // A factor of 0 keeps the product at 0; no other can pass the bound and come back.
            length = length > bytes ? length : length * shape[i];
        }
        if (end < begin || length > Integer.MAX_VALUE / 8 || length * format.bytes() != end - begin) {
            throw new IOException(what + "of the shape " + Arrays.toString(shape) + " from byte " + begin + " to " + end
                    + ", which do not fit");
        }
        return new Entry(name, format, shape, begin, end);
    }

    private static long whole(String what, JsonNode node, long most) throws IOException {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0 || node.longValue() > most) {
            throw new IOException(what + "with the number " + plain(node.toString()) + ", but a whole number from 0 to "
                    + most + " is needed");
        }
        return node.longValue();
    }

    /** Text of a file as part of a sentence: short, and without control characters. */
    private static String plain(String text) {
        String clean = text.replaceAll("\\p{Cntrl}|\\R", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "...";
    }

    private static ByteBuffer part(String file, ByteBuffer in, int length, String what) throws IOException {
        if (length > in.remaining()) {
            throw new IOException(file + " ends within " + what);
        }
        ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return part;
    }
}
