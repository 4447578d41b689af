package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The named arrays of a MATLAB file, those inside structures too. */
interface MatArrays extends Closeable {
    /**
     * One array.
     *
     * @param path as "/name" or "/structure/field"
     * @param shape slowest axis first: MATLAB's sizes in reverse, as MATLAB's first axis is the fastest
     * @param kind of the elements
     * @param type in words
     * @param index of the entry
     */
    record Entry(String path, int[] shape, Kind kind, String type, int index) {
        long count() {
            long n = 1;
            for (int s : shape) {
                n *= s;
            }
            return n;
        }

        /** The last part of the path. */
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }

        /** MATLAB's sizes, as "61 x 560". */
        String size() {
            StringBuilder text = new StringBuilder();
            for (int i = shape.length - 1; i >= 0; i--) {
                text.append(shape[i]).append(i > 0 ? " x " : "");
            }
            return text.toString();
        }

        boolean isVector() {
            return kind == Kind.NUMBERS
                    && Arrays.stream(shape).filter(n -> n > 1).count() <= 1;
        }

        /** Whether there are two or three axes longer than 1, and at most three in all. */
        boolean isPicture() {
            return kind == Kind.NUMBERS && (shape.length == 2 || shape.length == 3) && !isVector();
        }
    }

    /** What elements are. */
    enum Kind {
        NUMBERS,
        TEXT,
        OTHER
    }

    /** How the container is called. */
    String format();

    List<Entry> entries();

    /** All of a short array. */
    double[] numbers(Entry entry) throws IOException;

    /** A row of characters. */
    String text(Entry entry) throws IOException;

    /** An array as frames; axes count from the slowest, and {@code rowAxis} is -1 if there is one row. */
    Frames frames(Entry entry, int frameAxis, int rowAxis, int cellAxis) throws IOException;

    /** The arrays with MATLAB's sizes, for a message. */
    static String list(List<Entry> entries) {
        return list(entries, Entry::size);
    }

    /** The arrays with their shapes, slowest axis first, for a message. */
    static String listShapes(List<Entry> entries) {
        return list(
                entries,
                e -> Arrays.stream(e.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
    }

    private static String list(List<Entry> entries, Function<Entry, String> size) {
        String some = entries.stream()
                .filter(e -> e.kind() == Kind.NUMBERS && e.count() > 1)
                .limit(12)
                .map(e -> e.path() + " (" + size.apply(e) + ")")
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "none" : some;
    }
}
