package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The elements of a DICOM file (NEMA PS3.5 and PS3.10) of the uncompressed little-endian transfer syntaxes, explicit or
 * implicit. What sequences hold is passed over; values are kept as bytes, but for the pixels, of which place and length are.
 */
final class DicomFile {
    static final int PIXELS = 0x7fe00010;
    private static final int SYNTAX = 0x00020010;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int DEEPEST = 16;
    private static final int MOST_ELEMENTS = 100_000;

    /** Values up to here are kept. */
    private static final int SHORT = 1024;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final Map<Integer, String> values = new HashMap<>();
    private final Map<Integer, byte[]> raw = new HashMap<>();
    private boolean explicit = true;
    private int elements;
    private long pixelOffset = -1;
    private long pixelLength;

    /** Reads all elements but the pixels. */
    DicomFile(Path file) throws IOException {
        this.file = file;
        try (FileChannel c = Channels.open(file)) {
            this.channel = c;
            this.length = c.size();
            if (!isDicom(c, file)) {
                throw new IOException(file + " is not a DICOM file: it has no DICM at byte 128");
            }
            long at = 132;
            // The first group is explicit always, and says how the others are.
            while (at + 8 <= length && bytes(at, 2).getShort() == 2) {
                at = element(at, 0);
            }
            setSyntax();
            while (at + 8 <= length && pixelOffset < 0) {
                at = element(at, 0);
            }
        }
    }

    static boolean isDicom(Path file) throws IOException {
        try (FileChannel c = Channels.open(file)) {
            return isDicom(c, file);
        }
    }

    private static boolean isDicom(FileChannel channel, Path file) throws IOException {
        if (channel.size() < 132) {
            return false;
        }
        channel.position(128);
        return Channels.read(channel, file, 4, "the header").getInt() == 0x4449434d;
    }

    private void setSyntax() throws IOException {
        String uid = text(SYNTAX);
        switch (uid) {
            case "1.2.840.10008.1.2" -> explicit = false;
            case "1.2.840.10008.1.2.1" -> explicit = true;
            default ->
                throw new IOException(file + " has its pixels in the DICOM transfer syntax "
                        + (uid.isEmpty() ? "that it does not name" : uid + name(uid))
                        + ", but only uncompressed little-endian ones are read: save it uncompressed");
        }
    }

    private static String name(String uid) {
        return switch (uid) {
            case "1.2.840.10008.1.2.1.99" -> " (deflated)";
            case "1.2.840.10008.1.2.2" -> " (big-endian)";
            case "1.2.840.10008.1.2.5" -> " (run lengths)";
            case "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70" -> " (lossless JPEG)";
            case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> " (JPEG-LS)";
            case "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91" -> " (JPEG 2000)";
            default -> uid.startsWith("1.2.840.10008.1.2.4.") ? " (JPEG or video)" : "";
        };
    }

    private IOException damaged(String what) {
        return new IOException(file + " is not a readable DICOM file: " + what);
    }

    private ByteBuffer bytes(long at, int n) throws IOException {
        if (at > length - n) {
            throw damaged("it ends within an element");
        }
        channel.position(at);
        return Channels.read(channel, file, n, "an element").order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int tag(ByteBuffer head) {
        int group = Short.toUnsignedInt(head.getShort());
        return group << 16 | Short.toUnsignedInt(head.getShort());
    }

    /** Reads the element at a place and returns where the next one is. */
    private long element(long at, int depth) throws IOException {
        if (++elements > MOST_ELEMENTS || depth > DEEPEST) {
            throw damaged("its elements are too many or too deep");
        }
        ByteBuffer head = bytes(at, 8);
        int tag = tag(head);
        long size;
        long from = at + 8;
        boolean sequence = false;
        if (tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END) {
            size = Integer.toUnsignedLong(head.getInt());
        } else if (explicit || tag >>> 16 == 2) {
            String vr = "" + (char) head.get() + (char) head.get();
            if (!vr.matches("[A-Z]{2}")) {
                throw damaged("element " + name(tag) + " has no type");
            }
            sequence = vr.equals("SQ");
            boolean wide =
                    switch (vr) {
                        case "OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UN", "UR", "UT", "SV", "UV" -> true;
                        default -> false;
                    };
            size = Short.toUnsignedInt(head.getShort());
            if (wide) {
                size = Integer.toUnsignedLong(bytes(at + 8, 4).getInt());
                from += 4;
            }
        } else {
            size = Integer.toUnsignedLong(head.getInt());
        }
        if (size == 0xffffffffL) {
            if (tag == PIXELS) {
                throw damaged("its pixels are compressed, against its transfer syntax");
            }
            return items(from, depth);
        }
        if (size > length - from) {
            throw damaged("element " + name(tag) + " claims " + size + " bytes, but " + (length - from) + " follow");
        }
        if (tag == PIXELS && depth == 0) {
            pixelOffset = from;
            pixelLength = size;
        } else if (depth == 0 && !sequence && size <= SHORT) {
            raw.put(tag, bytes(from, (int) size).array());
        }
        return from + size;
    }

    /** Passes over items, or the elements of one, of a length that is not stated. */
    private long items(long from, int depth) throws IOException {
        long at = from;
        while (true) {
            int tag = tag(bytes(at, 8));
            if (tag == SEQUENCE_END || tag == ITEM_END) {
                return at + 8;
            }
            at = element(at, depth + 1);
        }
    }

    private static String name(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xffff);
    }

    /** The text of an element, or "". */
    String text(int tag) {
        return values.computeIfAbsent(tag, t -> {
            byte[] bytes = raw.getOrDefault(t, new byte[0]);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.replaceAll("[^\\x20-\\x7e]", "").strip();
        });
    }

    /**
     * The numbers of a text element, apart by backslashes.
     *
     * @return null if the element is missing
     */
    double[] numbers(int tag, int needed) throws IOException {
        String text = text(tag);
        if (text.isEmpty()) {
            return null;
        }
        String[] parts = text.split("\\\\");
        if (parts.length < needed) {
            throw damaged("element " + name(tag) + " has " + parts.length + " numbers instead of " + needed);
        }
        double[] numbers = new double[needed];
        for (int i = 0; i < needed; i++) {
            numbers[i] = TiffFolder.number(file, parts[i].strip());
            if (!Double.isFinite(numbers[i])) {
                throw damaged("element " + name(tag) + " has the number " + parts[i].strip());
            }
        }
        return numbers;
    }

    /** A binary 16-bit number, or {@code otherwise} if the element is missing. */
    int shortNumber(int tag, int otherwise) {
        byte[] bytes = raw.get(tag);
        return bytes == null || bytes.length < 2 ? otherwise : (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
    }

    Path file() {
        return file;
    }

    boolean hasPixels() {
        return pixelOffset >= 0;
    }

    long pixelLength() {
        return pixelLength;
    }

    /** The first {@code n} bytes of the pixels. */
    ByteBuffer pixels(int n) throws IOException {
        try (FileChannel c = Channels.open(file)) {
            c.position(pixelOffset);
            return Channels.read(c, file, n, "the pixels").order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
