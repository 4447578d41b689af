package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the numbers of a .npy file; it has been checked that the file is as long as it says.
 *
 * @param type of a number
 * @param fortran whether the first axis is the fastest
 * @param shape as NumPy has it
 * @param start first byte of the numbers
 */
record NpyHeader(NumberType type, boolean fortran, int[] shape, long start) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");
    private static final int LONGEST = 1 << 16;

    /** Reads it; the channel then stands at the first number. */
    static NpyHeader read(Path file, FileChannel channel) throws IOException {
        ByteBuffer start = Channels.read(channel, file, 10, "the header");
        for (byte b : MAGIC) {
            if (start.get() != b) {
                throw new IOException(file + " is not a .npy file: it does not begin with \\x93NUMPY");
            }
        }
        int version = start.get();
        start.get();
        start.order(ByteOrder.LITTLE_ENDIAN);
        long length = Short.toUnsignedInt(start.getShort());
        if (version == 2 || version == 3) {
            ByteBuffer high = Channels.read(channel, file, 2, "the header").order(ByteOrder.LITTLE_ENDIAN);
            length |= (long) Short.toUnsignedInt(high.getShort()) << 16;
        } else if (version != 1) {
            throw new IOException(file + " has .npy format version " + version + ", but 1, 2 or 3 is needed");
        }
        if (length > LONGEST) {
            throw new IOException(file + " claims a header of " + length + " bytes, but an array's is shorter");
        }
        ByteBuffer bytes = Channels.read(channel, file, (int) length, "the header");
        String text = new String(bytes.array(), version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader header = new NpyHeader(
                type(file, field(file, text, DESCR, "descr")),
                field(file, text, ORDER, "fortran_order").equals("True"),
                shape(file, field(file, text, SHAPE, "shape")),
                channel.position());
        header.requireLength(file, channel.size() - channel.position());
        return header;
    }

    private void requireLength(Path file, long present) throws IOException {
        long count = 1;
        for (int n : shape) {
            if (n > 0 && count > present / type.bytes() / n) {
                throw new IOException(file + " is cut short: its header claims the shape " + Arrays.toString(shape)
                        + " of " + type.bytes() + "-byte elements, but " + present + " bytes follow");
            }
            count *= n;
        }
        long surplus = present - count * type.bytes();
        if (surplus != 0) {
            throw new IOException(file + " has " + surplus + " bytes more than its shape " + Arrays.toString(shape)
                    + " of " + type.bytes() + "-byte elements needs");
        }
    }

    private static NumberType type(Path file, String descr) throws IOException {
        Matcher m = Pattern.compile("([<>|=]?)([fciub])(\\d{1,2})").matcher(descr);
        if (m.matches()) {
            char kind = m.group(2).charAt(0);
            int bytes = Integer.parseInt(m.group(3));
            boolean known =
                    switch (kind) {
                        case 'f' -> bytes == 4 || bytes == 8;
                        case 'c' -> bytes == 8 || bytes == 16;
                        case 'b' -> bytes == 1;
                        default -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
                    };
            if (known) {
                boolean big = m.group(1).equals(">");
                return new NumberType(kind, bytes, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw new IOException(file + " holds elements of type \"" + printable(descr)
                + "\", but float32, float64, complex64, complex128, bool or an integer type is needed");
    }

    private static String field(Path file, String header, Pattern pattern, String name) throws IOException {
        Matcher m = pattern.matcher(header);
        if (!m.find()) {
            throw new IOException(file + " has no readable \"" + name + "\" in its header: " + printable(header));
        }
        return m.group(1);
    }

    private static String printable(String header) {
        String clean = header.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "..." : clean;
    }

    private static int[] shape(Path file, String text) throws IOException {
        String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*");
        int[] shape = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String digits = parts[i].strip().replaceFirst("L$", "");
            if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) > Integer.MAX_VALUE) {
                throw new IOException(
                        file + " has the shape (" + printable(text) + "), which is not a list of axis lengths");
            }
            shape[i] = Integer.parseInt(digits);
        }
        return shape;
    }
}
