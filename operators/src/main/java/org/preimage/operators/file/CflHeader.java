package org.preimage.operators.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The two files of an array of BART's: NAME.hdr, a text with the sizes of up to sixteen dimensions in the line after
 * "# Dimensions", and NAME.cfl, the complex numbers as pairs of little-endian float32, first dimension fastest. It has been
 * checked that the second is as long as the first says.
 *
 * @param text path of the .hdr
 * @param values path of the .cfl
 * @param dimensions sixteen sizes
 */
record CflHeader(Path text, Path values, int[] dimensions) {
    private static final String MARK = "# Dimensions";
    private static final int LONGEST = 1 << 20;

    /** NAME.hdr or NAME.cfl for a path that ends in either, or in neither. */
    static Path sibling(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        boolean ends = lower.endsWith(".cfl") || lower.endsWith(".hdr");
        return file.resolveSibling((ends ? name.substring(0, name.length() - 4) : name) + ending);
    }

    /** Whether a path names such a pair, with or without the ending. */
    static boolean isNamedBy(Path file) {
        String lower = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return lower.endsWith(".cfl")
                || !lower.endsWith(".hdr") && Files.isRegularFile(sibling(file, ".hdr"))
                || lower.endsWith(".hdr") && Files.isRegularFile(sibling(file, ".cfl"));
    }

    /** Reads the header and checks the length of the values. */
    static CflHeader read(Path file) throws IOException {
        Path text = sibling(file, ".hdr");
        Path values = sibling(file, ".cfl");
        if (!Files.exists(text)) {
            throw new IOException(
                    "cannot read " + values + ": " + text.getFileName() + ", which holds its dimensions, is missing");
        }
        if (!Files.exists(values)) {
            throw new IOException(
                    "cannot read " + text + ": " + values.getFileName() + ", which holds its values, is missing");
        }
        CflHeader header = new CflHeader(text, values, dimensions(text));
        try (FileChannel channel = Channels.open(values)) {
            header.requireLength(channel.size());
        }
        return header;
    }

    private static int[] dimensions(Path text) throws IOException {
        String all;
        try (FileChannel channel = Channels.open(text)) {
            int length = (int) Math.min(LONGEST, channel.size());
            all = new String(Channels.read(channel, text, length, "the header").array(), StandardCharsets.ISO_8859_1);
        }
        String[] lines = all.split("\\r?\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].strip().equals(MARK)) {
                return numbers(text, i + 1 < lines.length ? lines[i + 1] : "");
            }
        }
        throw new IOException(text + " is not a header of a .cfl file: it has no line \"" + MARK + "\"");
    }

    private static int[] numbers(Path text, String line) throws IOException {
        String[] words = line.isBlank() ? new String[0] : line.strip().split("\\s+");
        int[] sizes = new int[BartDimension.COUNT];
        Arrays.fill(sizes, 1);
        boolean good = words.length > 0 && words.length <= sizes.length;
        for (int i = 0; good && i < words.length; i++) {
            good = words[i].matches("0*[1-9]\\d{0,9}") && Long.parseLong(words[i]) <= Integer.MAX_VALUE;
            sizes[i] = good ? Integer.parseInt(words[i]) : 0;
        }
        if (!good) {
            String found = line.strip().replaceAll("[^\\x20-\\x7e]", "?");
            throw new IOException(text + " has the dimensions \""
                    + (found.length() > 80 ? found.substring(0, 80) + "..." : found)
                    + "\", but 1 to 16 whole numbers of at least 1 are needed");
        }
        return sizes;
    }

    private void requireLength(long present) throws IOException {
        long count = 1;
        boolean longer = false;
        for (int n : dimensions) {
            longer |= count > present / 8 / n;
            count *= longer ? 0 : n;
        }
        if (longer) {
            throw new IOException(values + " is cut short: its header claims " + words()
                    + " complex values, but it has " + present + " bytes");
        }
        if (present != 8 * count) {
            throw new IOException(values + " does not fit its header: that claims " + words() + ", which is "
                    + 8 * count + " bytes, but there are " + present);
        }
    }

    /** The sizes up to the last that is not 1, as "64 x 64 x 1 x 8". */
    String words() {
        int n = dimensions.length;
        while (n > 1 && dimensions[n - 1] == 1) {
            n--;
        }
        return Arrays.stream(dimensions).limit(n).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }

    int size(BartDimension dimension) {
        return dimensions[dimension.ordinal()];
    }
}
