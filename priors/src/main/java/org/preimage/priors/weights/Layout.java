package org.preimage.priors.weights;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of weights that a network has: their names, shapes and how they begin, one after the other in one float[]. */
public final class Layout {
    /**
     * One array.
     *
     * @param name unique, parts divided by dots, as "primal.0.conv.weight"
     * @param shape row-major: the last axis runs fastest
     * @param law how it begins
     * @param offset where it begins in the flat array
     */
    public record Entry(String name, int[] shape, Law law, int offset) {
        public Entry {
            shape = shape.clone();
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }

        /** The number of values. */
        public int length() {
            int n = 1;
            for (int s : shape) {
                n = Math.multiplyExact(n, s);
            }
            return n;
        }
    }

    private final Map<String, Entry> entries;
    private final int length;

    private Layout(Map<String, Entry> entries, int length) {
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        this.length = length;
    }

    /** The arrays in order. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** The number of all values. */
    public int length() {
        return length;
    }

    /** @throws IllegalArgumentException if there is no such array */
    public Entry entry(String name) {
        Entry e = entries.get(name);
        if (e == null) {
            throw new IllegalArgumentException("there are no weights \"" + name + "\"");
        }
        return e;
    }

    /** Whether there is an array of this name. */
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Whether both have the same names and shapes in the same order. */
    public boolean matches(Layout other) {
        if (entries.size() != other.entries.size()) {
            return false;
        }
        var theirs = other.entries().iterator();
        for (Entry e : entries()) {
            Entry f = theirs.next();
            if (!e.name().equals(f.name()) || !Arrays.equals(e.shape(), f.shape())) {
                return false;
            }
        }
        return true;
    }

    public static Builder builder() {
        return new Builder("", new LinkedHashMap<>(), new int[1]);
    }

    /** Collects arrays; {@link #within} gives a part of a network names of its own. */
    public static final class Builder {
        private final String prefix;
        private final Map<String, Entry> entries;
        private final int[] length;

        private Builder(String prefix, Map<String, Entry> entries, int[] length) {
            this.prefix = prefix;
            this.entries = entries;
            this.length = length;
        }

        /** Adds to the same layout under "name." */
        public Builder within(String name) {
            return new Builder(prefix + name + ".", entries, length);
        }

        /**
         * Adds an array.
         *
         * @throws IllegalArgumentException if there is one of this name, or the shape has no values
         */
        public Builder add(String name, Law law, int... shape) {
            Entry entry = new Entry(prefix + name, shape, law, length[0]);
            if (Arrays.stream(shape).anyMatch(s -> s < 1)) {
                throw new IllegalArgumentException(
                        "weights \"" + entry.name() + "\" have the shape " + Arrays.toString(shape));
            }
            if (entries.put(entry.name(), entry) != null) {
                throw new IllegalArgumentException("there are two weights named \"" + entry.name() + "\"");
            }
            length[0] = Math.addExact(length[0], entry.length());
            return this;
        }

        public Layout build() {
            return new Layout(entries, length[0]);
        }
    }
}
