package org.preimage.priors.training;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.preimage.operators.file.Idx;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Png;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Slices of subjects, all of one size.
 *
 * @param width pixels of a row
 * @param height rows
 * @param values of each slice, first axis fastest; not copied
 * @param subjects of each slice
 */
public record Slices(int width, int height, List<float[]> values, List<String> subjects) {
    /** @throws IllegalArgumentException if there is no slice, or lengths do not fit */
    public Slices {
        values = List.copyOf(values);
        subjects = List.copyOf(subjects);
        if (values.isEmpty() || values.size() != subjects.size()) {
            throw new IllegalArgumentException("there are " + values.size() + " slices of " + subjects.size()
                    + " subjects, but at least one slice and the subject of each are needed");
        }
        for (float[] v : values) {
            if (v.length != width * height) {
                throw new IllegalArgumentException("a slice has " + v.length + " values, but " + width + " x " + height
                        + " are " + width * height);
            }
        }
    }

    /**
     * Reads a stack: a grey PNG image with the slices below each other, or a .npy array (slices, rows, columns). A JSON file of
     * the same stem tells the subject of each slice, as {"tile": [rows, columns], "slices": [{"subject": "A"}, ...]}; the
     * tile is for PNG only.
     *
     * @param file .png or .npy
     * @throws IOException with one sentence that names the file, if one is missing, damaged or does not fit
     */
    public static Slices read(Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path facts = file.resolveSibling(name.substring(0, Math.max(0, dot)) + ".json");
        if (!Files.exists(file)) {
            throw new IOException("cannot read " + file + ": there is no such file");
        }
        if (!Files.exists(facts)) {
            throw new IOException(
                    "cannot read " + facts + ", which tells the subjects of " + file + ": there is no such file");
        }
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(facts));
        } catch (JacksonException e) {
            throw new IOException(facts + " is no JSON: " + e.getOriginalMessage(), e);
        }
        List<String> subjects = new ArrayList<>();
        for (JsonNode slice : json.path("slices")) {
            if (!slice.path("subject").isTextual()) {
                throw new IOException(facts + " names no subject for slice " + subjects.size());
            }
            subjects.add(slice.get("subject").asText());
        }
        boolean png = name.endsWith(".png");
        Image image = png ? Png.read(file) : Npy.read(file);
        int width = image.space().size(0);
        int height = png ? json.path("tile").path(0).asInt() : image.space().size(1);
        int count = height < 1 ? 0 : image.space().length() / (width * height);
        if (count < 1
                || count != subjects.size()
                || count * width * height != image.space().length()) {
            throw new IOException(file + " is " + image.space() + ", which does not fit the " + subjects.size()
                    + " slices of " + facts);
        }
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(Arrays.copyOfRange(image.data(), i * width * height, (i + 1) * width * height));
        }
        return new Slices(width, height, values, subjects);
    }

    /**
     * A stack of images in the IDX format, as of digits, whose writers nobody tells apart: all count as one subject.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or no stack
     */
    public static Slices idx(Path file) throws IOException {
        return stack(file, Idx.read(file));
    }

    /**
     * A .npy array (slices, rows, columns), or (rows, columns) of one slice, of which nothing else is known: all count as one subject.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or no stack
     */
    public static Slices stack(Path file) throws IOException {
        Image stack = Npy.read(file);
        stack.requireFinite(file.toString());
        return stack(
                file,
                stack.space().dimensions() == 2
                        ? stack.as(Space.volume(
                                stack.space().size(0), stack.space().size(1), 1, 1))
                        : stack);
    }

    private static Slices stack(Path file, Image stack) throws IOException {
        if (stack.space().dimensions() != 3 || stack.space().field() != Field.REAL) {
            throw new IOException(file + " is " + stack.space() + ", but a stack of images has three axes");
        }
        int pixels = stack.space().size(0) * stack.space().size(1);
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < stack.space().size(2); i++) {
            values.add(Arrays.copyOfRange(stack.data(), i * pixels, (i + 1) * pixels));
        }
        return new Slices(
                stack.space().size(0),
                stack.space().size(1),
                values,
                Collections.nCopies(values.size(), file.getFileName().toString()));
    }

    /** The number of slices. */
    public int count() {
        return values.size();
    }

    /** The same with all values a v + b. */
    public Slices affine(double a, double b) {
        List<float[]> out = new ArrayList<>();
        for (float[] v : values) {
            float[] w = new float[v.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (a * v[i] + b);
            }
            out.add(w);
        }
        return new Slices(width, height, out, subjects);
    }

    /**
     * The slices of some subjects.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Slices of(Predicate<String> subject) {
        List<float[]> kept = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (subject.test(subjects.get(i))) {
                kept.add(values.get(i));
                names.add(subjects.get(i));
            }
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "no slice is of a subject that is asked for; the subjects are " + Set.copyOf(subjects));
        }
        return new Slices(width, height, kept, names);
    }

    /** The same with smaller values raised to a lowest one. */
    public Slices clipped(double lowest) {
        List<float[]> out = new ArrayList<>();
        for (float[] v : values) {
            float[] w = v.clone();
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) Math.max(lowest, w[i]);
            }
            out.add(w);
        }
        return new Slices(width, height, out, subjects);
    }

    /**
     * The same with means of blocks of pixels as pixels.
     *
     * @param factor side of the blocks, by which width and height can be divided
     */
    public Slices binned(int factor) {
        if (factor < 1 || width % factor != 0 || height % factor != 0) {
            throw new IllegalArgumentException("blocks of " + factor + " x " + factor
                    + " pixels do not divide slices of " + width + " x " + height);
        }
        int columns = width / factor;
        List<float[]> out = new ArrayList<>();
        for (float[] v : values) {
            float[] w = new float[v.length / (factor * factor)];
            for (int i = 0; i < v.length; i++) {
                w[i / width / factor * columns + i % width / factor] += v[i] / (factor * factor);
            }
            out.add(w);
        }
        return new Slices(columns, height / factor, out, subjects);
    }

    /** Each slice divided by that of its values which a share of them does not exceed; those where it is not positive are left out. */
    public Slices normalized(double share) {
        List<float[]> kept = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            float[] sorted = values.get(i).clone();
            Arrays.sort(sorted);
            float unit = sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
            if (unit > 0) {
                float[] w = values.get(i).clone();
                for (int k = 0; k < w.length; k++) {
                    w[k] /= unit;
                }
                kept.add(w);
                names.add(subjects.get(i));
            }
        }
        return new Slices(width, height, kept, names);
    }

    /** One grey image as a stack of one, values from 0 to 255 brought to 0 to 1. */
    public static Slices image(Path file) throws IOException {
        Image image = Png.read(file);
        return new Slices(image.space().size(0), image.space().size(1), List.of(image.data()), List.of(file.toString()))
                .affine(1 / 255.0, 0);
    }

    /**
     * Of each subject the slices from one fraction of them to another, where so few subjects are there that none can be left
     * out.
     */
    public Slices part(double from, double to) {
        List<float[]> kept = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String name : new LinkedHashSet<>(subjects)) {
            Slices own = of(name::equals);
            for (int i = (int) Math.round(from * own.count()); i < Math.round(to * own.count()); i++) {
                kept.add(own.values.get(i));
                names.add(name);
            }
        }
        return new Slices(width, height, kept, names);
    }

    /** At most so many slices, evenly spread. */
    public Slices thinned(int most) {
        if (count() <= most) {
            return this;
        }
        List<float[]> kept = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int at = (int) ((i + 0.5) * count() / most);
            kept.add(values.get(at));
            names.add(subjects.get(at));
        }
        return new Slices(width, height, kept, names);
    }

    /**
     * A square part of a random slice, mirrored and turned by right angles at random.
     *
     * @param size side, at most that of the slices
     */
    public float[] draw(RandomGenerator random, int size) {
        if (size < 1 || size > Math.min(width, height)) {
            throw new IllegalArgumentException(
                    "size is " + size + ", but must be from 1 to " + Math.min(width, height));
        }
        float[] slice = values.get(random.nextInt(values.size()));
        int left = random.nextInt(width - size + 1);
        int top = random.nextInt(height - size + 1);
        int turn = random.nextInt(8);
        float[] out = new float[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int u = (turn & 1) == 0 ? x : size - 1 - x;
                int v = (turn & 2) == 0 ? y : size - 1 - y;
                int column = (turn & 4) == 0 ? u : v;
                int row = (turn & 4) == 0 ? v : u;
                out[y * size + x] = slice[(top + row) * width + left + column];
            }
        }
        return out;
    }

    /** The middle of a slice, as a square of a side. */
    public float[] middle(int index, int size) {
        int left = (width - size) / 2;
        int top = (height - size) / 2;
        float[] out = new float[size * size];
        for (int y = 0; y < size; y++) {
            System.arraycopy(values.get(index), (top + y) * width + left, out, y * size, size);
        }
        return out;
    }
}
