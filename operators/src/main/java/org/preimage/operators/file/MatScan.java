package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.preimage.operators.file.MatArrays.Entry;
import org.preimage.operators.tomography.Detector;

/**
 * A scan in a MATLAB file: which array are projections, which are angles, and the geometry if there is one.
 *
 * <p>Projections are the array that is named, or the largest of two or three axes. The axis as long as the angles counts them;
 * of the others, MATLAB's first counts rows and the second cells. Without angles a matrix has one angle in each of its rows,
 * and a stack one in each of its pages.
 *
 * <p>A geometry is read from the names of the Helsinki Tomography Challenge 2022 (A. Meaney, F. Silva de Moura, S. Siltanen,
 * doi:10.5281/zenodo.6984868): distanceSourceOrigin, distanceSourceDetector, pixelSizePost or pixelSizeDetector or
 * pixelSize. The source of that scanner turns clockwise; with its angles taken as they are the slice comes out sharp and mirrored
 * top to bottom.
 */
final class MatScan {
    private final Path file;
    private final MatArrays arrays;
    private final List<Entry> entries;
    private Entry chosen;

    private MatScan(Path file, MatArrays arrays) {
        this.file = file;
        this.arrays = arrays;
        this.entries = arrays.entries();
    }

    /** @param name of the array, as "/sinogram", or null */
    static ScanFile open(Path file, MatArrays arrays, String name) throws IOException {
        try {
            return new MatScan(file, arrays).scan(name);
        } catch (IOException | RuntimeException e) {
            arrays.close();
            throw e;
        }
    }

    private ScanFile scan(String name) throws IOException {
        chosen = choose(name);
        Optional<Entry> angleEntry = angles();
        int views = angleEntry.map(e -> (int) e.count()).orElse(-1);
        int frameAxis = frameAxis(views);
        int rowAxis = -1;
        int cellAxis = -1;
        for (int i = chosen.shape().length - 1; i >= 0; i--) {
            if (i != frameAxis) {
                rowAxis = cellAxis;
                cellAxis = i;
            }
        }
        Frames frames = arrays.frames(chosen, frameAxis, rowAxis, cellAxis);
        boolean integers = chosen.type().contains("signed");
        FramesScan scan = FramesScan.of(
                        file,
                        arrays.format(),
                        integers ? ScanFile.Quantity.COUNTS : ScanFile.Quantity.LINE_INTEGRALS,
                        new Owner(frames, arrays))
                .withFact("array", chosen.path() + ", " + axes(frameAxis, rowAxis));
        if (angleEntry.isEmpty()) {
            return scan;
        }
        Entry entry = angleEntry.get();
        double[] values = arrays.numbers(entry);
        boolean radians = isRadians(entry, values);
        double[] degrees = radians ? Arrays.stream(values).map(Math::toDegrees).toArray() : values;
        String how = entry.path() + (radians ? ", taken as radians" : ", taken as degrees");
        FramesScan known = scan.withAngles(degrees, entry.path()).withFact("angles from", how);
        if (number("distanceSourceOrigin").isEmpty()
                || number("distanceSourceDetector").isEmpty()) {
            return known;
        }
        Optional<Double> pixel = pixel();
        if (pixel.isEmpty()) {
            return known.withFact("geometry", "distances of the source, but no pixel size of the detector");
        }
        return source(frames, degrees, pixel.get()).complete(known);
    }

    private Entry choose(String name) throws IOException {
        if (name != null) {
            String path = name.startsWith("/") ? name : "/" + name;
            Entry entry = entries.stream()
                    .filter(e -> e.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            file + " has no array " + path + "; there are: " + MatArrays.list(entries)));
            if (!entry.isPicture()) {
                throw new IOException(file + " has " + path + " of size " + entry.size()
                        + ", but projections are numbers with two or three axes");
            }
            return entry;
        }
        return entries.stream()
                .filter(Entry::isPicture)
                .max(Comparator.comparingLong(Entry::count))
                .orElseThrow(() -> new IOException(file
                        + " holds no array of numbers with two or three axes; there are: " + MatArrays.list(entries)));
    }

    /** The vector of angles: one of that name, or the only one that rises or falls throughout, of a fitting length. */
    private Optional<Entry> angles() throws IOException {
        Predicate<Entry> fits = e ->
                e.isVector() && e.count() > 1 && Arrays.stream(chosen.shape()).anyMatch(n -> n == e.count());
        List<Entry> fitting = entries.stream().filter(fits).toList();
        List<Entry> named = fitting.stream()
                .filter(e -> {
                    String name = e.name().toLowerCase(Locale.ROOT);
                    return name.contains("angle") || name.contains("theta") || name.startsWith("ang");
                })
                .sorted(Comparator.comparing(e -> !e.folder().startsWith(chosen.folder())))
                .toList();
        if (!named.isEmpty()) {
            return Optional.of(named.get(0));
        }
        if (fitting.size() != 1) {
            return Optional.empty();
        }
        double[] v = arrays.numbers(fitting.get(0));
        boolean rises = true;
        boolean falls = true;
        for (int i = 1; i < v.length; i++) {
            rises &= v[i] > v[i - 1];
            falls &= v[i] < v[i - 1];
        }
        return rises || falls ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** By name, or because no value exceeds a turn of 2 pi while there are many. */
    private static boolean isRadians(Entry entry, double[] values) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.contains("rad") || name.contains("deg")) {
            return name.contains("rad");
        }
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        return largest <= 2 * Math.PI + 1e-6 && values.length > 8;
    }

    private int frameAxis(int views) {
        int[] shape = chosen.shape();
        int usual = shape.length == 2 ? 1 : 0;
        if (views < 0 || shape[usual] == views) {
            return usual;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == views) {
                return i;
            }
        }
        return usual;
    }

    private String axes(int frameAxis, int rowAxis) {
        String[] names = new String[chosen.shape().length];
        for (int i = 0; i < names.length; i++) {
            names[names.length - 1 - i] = i == frameAxis ? "angles" : i == rowAxis ? "rows" : "cells";
        }
        return "MATLAB size " + chosen.size() + " taken as (" + String.join(", ", names) + ")";
    }

    /** The only number of that name, first beside the projections and then anywhere. */
    private Optional<Double> number(String name) throws IOException {
        for (Entry e : entries) {
            if (e.name().equalsIgnoreCase(name) && e.kind() == MatArrays.Kind.NUMBERS && e.count() == 1) {
                return Optional.of(arrays.numbers(e)[0]);
            }
        }
        return Optional.empty();
    }

    private Optional<Double> pixel() throws IOException {
        for (String name : new String[] {"pixelSizePost", "pixelSizeDetector", "detectorPixelSize", "pixelSize"}) {
            Optional<Double> found = number(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Millimetres in the file's unit of length. */
    private double unit() throws IOException {
        for (Entry e : entries) {
            if (e.name().equalsIgnoreCase("distanceUnit") && e.kind() == MatArrays.Kind.TEXT) {
                String unit = arrays.text(e).strip();
                return switch (unit) {
                    case "mm" -> 1;
                    case "cm" -> 10;
                    case "m" -> 1000;
                    default ->
                        throw new IOException(file + " states lengths in \"" + unit.replaceAll("[^\\x20-\\x7e]", "?")
                                + "\", but mm, cm or m is needed");
                };
            }
        }
        return 1;
    }

    private PointSource source(Frames frames, double[] angles, double pixel) throws IOException {
        double mm = unit();
        Optional<Double> cells = number("numDetectorsPost");
        if (cells.isPresent() && cells.get() != frames.cells()) {
            throw new IOException(file + " contradicts itself: numDetectorsPost is " + cells.get() + ", but "
                    + chosen.path() + " has " + frames.cells() + " cells");
        }
        try {
            return new PointSource(
                    mm * number("distanceSourceOrigin").orElseThrow(),
                    mm * number("distanceSourceDetector").orElseThrow(),
                    Detector.panel(frames.cells(), frames.rows(), mm * pixel),
                    angles);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " describes no possible geometry: " + e.getMessage(), e);
        }
    }

    /** Frames that close the file they come from. */
    private record Owner(Frames frames, MatArrays arrays) implements Frames {
        @Override
        public int count() {
            return frames.count();
        }

        @Override
        public int rows() {
            return frames.rows();
        }

        @Override
        public int cells() {
            return frames.cells();
        }

        @Override
        public String type() {
            return frames.type();
        }

        @Override
        public void read(int first, int n, float[] out) throws IOException {
            frames.read(first, n, out);
        }

        @Override
        public void close() throws IOException {
            try (Frames f = frames) {
                arrays.close();
            }
        }
    }
}
