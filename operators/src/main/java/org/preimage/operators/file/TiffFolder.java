package org.preimage.operators.file;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of TIFF files, one or more projections in each, in the order of their names. Flats and darks are told by the first
 * word of a file's name, or by the name of a sub-folder; projections may be in a sub-folder too. Angles in degrees may
 * stand in a file angles.txt or theta.txt.
 */
final class TiffFolder {
    private static final Set<String> FLATS = Set.of(
            "flat",
            "flats",
            "ff",
            "flatfield",
            "white",
            "whites",
            "io",
            "i0",
            "open",
            "openbeam",
            "ob",
            "bright",
            "ref");
    private static final Set<String> DARKS =
            Set.of("dark", "darks", "df", "darkfield", "di", "dc", "darkcurrent", "offset");
    private static final Set<String> VIEWS = Set.of(
            "proj", "projs", "projection", "projections", "tomo", "tomos", "sample", "data", "radio", "radios", "scan");
    private static final int MOST_FILES = 200_000;
    private static final long LONGEST_TEXT = 1 << 22;

    private final List<Path> views = new ArrayList<>();
    private final List<Path> flats = new ArrayList<>();
    private final List<Path> darks = new ArrayList<>();

    private TiffFolder() {}

    static boolean isTiff(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return (name.endsWith(".tif") || name.endsWith(".tiff")) && !name.startsWith(".");
    }

    /** What a folder holds, in the order of names. */
    static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (files.size() >= MOST_FILES) {
                    throw new IOException(folder + " holds more than " + MOST_FILES + " files");
                }
                files.add(path);
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException("cannot read the folder " + folder, e);
        }
        files.sort(NaturalOrder.OF_NAMES);
        return files;
    }

    static ScanFile open(Path folder) throws IOException {
        TiffFolder found = new TiffFolder();
        found.collect(folder);
        if (found.views.isEmpty()) {
            throw new IOException(folder + " holds no projections: no file ends in .tif or .tiff"
                    + (found.flats.isEmpty() && found.darks.isEmpty() ? "" : " that is no flat or dark"));
        }
        TiffFrames frames = new TiffFrames(found.views);
        TiffFrames white = found.flats.isEmpty() ? null : new TiffFrames(found.flats);
        TiffFrames dark = found.darks.isEmpty() ? null : new TiffFrames(found.darks);
        boolean counts = frames.isInteger() || white != null;
        FramesScan scan = FramesScan.of(
                        folder,
                        "folder of TIFF files",
                        counts ? ScanFile.Quantity.COUNTS : ScanFile.Quantity.LINE_INTEGRALS,
                        frames)
                .withReferences(white, dark)
                .withFact(
                        "files",
                        found.views.get(0).getFileName() + " to "
                                + found.views.get(found.views.size() - 1).getFileName());
        for (String name : new String[] {"angles.txt", "theta.txt"}) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return scan.withAngles(numbers(file), name).withFact("angles from", name);
            }
        }
        return scan;
    }

    private void collect(Path folder) throws IOException {
        List<Path> all = list(folder);
        for (Path path : all) {
            if (isTiff(path) && Files.isRegularFile(path)) {
                String word = firstWord(path);
                (FLATS.contains(word) ? flats : DARKS.contains(word) ? darks : views).add(path);
            }
        }
        boolean inside = !views.isEmpty();
        for (Path path : all) {
            String word = firstWord(path);
            List<Path> target = FLATS.contains(word)
                    ? flats
                    : DARKS.contains(word) ? darks : VIEWS.contains(word) && !inside ? views : null;
            if (target != null && Files.isDirectory(path)) {
                for (Path inner : list(path)) {
                    if (isTiff(inner) && Files.isRegularFile(inner)) {
                        target.add(inner);
                    }
                }
            }
        }
    }

    /** The letters a name begins with, in lower case; of i0_0001.tif it is i0. */
    private static String firstWord(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        Matcher m = Pattern.compile("i0(?![0-9])|[a-z]+").matcher(name);
        return m.lookingAt() ? m.group() : "";
    }

    /** The numbers in a text file, apart by white space, commas or semicolons; lines with # are comments. */
    static double[] numbers(Path file) throws IOException {
        List<Double> numbers = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.strip().startsWith("#")) {
                continue;
            }
            for (String word : line.strip().split("[\\s,;]+")) {
                if (!word.isEmpty()) {
                    numbers.add(number(file, word));
                }
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double number(Path file, String word) throws IOException {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            String shown = word.length() > 40 ? word.substring(0, 40) + "..." : word;
            throw new IOException(
                    file + " has \"" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "\" where a number is needed", e);
        }
    }

    /** The lines of a short text. */
    static List<String> lines(Path file) throws IOException {
        Channels.requireFile(file);
        if (Files.size(file) > LONGEST_TEXT) {
            throw new IOException(file + " has " + Files.size(file) + " bytes, which is too long for such a text");
        }
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not a text", e);
        }
    }
}
