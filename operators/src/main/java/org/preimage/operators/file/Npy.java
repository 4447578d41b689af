package org.preimage.operators.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * NumPy's .npy files (format versions 1 to 3, numpy.lib.format).
 *
 * <p>Read: float32, float64, complex64, complex128, bool and integers of 8 to 64 bits, of either byte order, in C or
 * Fortran order, with up to five axes. Everything becomes float32; integers beyond 2^24 are rounded, a float64 beyond the range of
 * float32 is refused. An array's last axis becomes the first of the space, so that shape (rows, columns) is an image with
 * axes X = columns and Y = rows, and spacing 1. Written: version 1.0, little-endian float32 or complex64, C order.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");
    private static final int LONGEST_HEADER = 1 << 16;

    private Npy() {}

    /** Type of one element: kind ('f', 'c', 'i', 'u' or 'b'), bytes, byte order. */
    private record Type(char kind, int bytes, ByteOrder order) {
        static Type of(Path file, String descr) throws IOException {
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
                    return new Type(
                            kind, bytes, m.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                }
            }
            throw new IOException(file + " holds elements of type \"" + descr
                    + "\", but float32, float64, complex64, complex128, bool or an integer type is needed");
        }
    }

    /** Reads an image; spacings are 1. */
    public static Image read(Path file) throws IOException {
        try (FileChannel channel = Channels.open(file)) {
            ByteBuffer start = Channels.read(channel, file, 10, "the header");
            for (byte b : MAGIC) {
                if (start.get() != b) {
                    throw new IOException(file + " is not a .npy file: it does not begin with \\x93NUMPY");
                }
            }
            int version = start.get();
            start.get();
            start.order(ByteOrder.LITTLE_ENDIAN);
            long headerLength = Short.toUnsignedInt(start.getShort());
            if (version == 2 || version == 3) {
                ByteBuffer high = Channels.read(channel, file, 2, "the header").order(ByteOrder.LITTLE_ENDIAN);
                headerLength |= (long) Short.toUnsignedInt(high.getShort()) << 16;
            } else if (version != 1) {
                throw new IOException(file + " has .npy format version " + version + ", but 1, 2 or 3 is needed");
            }
            if (headerLength > LONGEST_HEADER) {
                throw new IOException(
                        file + " claims a header of " + headerLength + " bytes, but an array's is shorter");
            }
            ByteBuffer bytes = Channels.read(channel, file, (int) headerLength, "the header");
            String header =
                    new String(bytes.array(), version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            return readArray(channel, file, header);
        }
    }

    private static Image readArray(FileChannel channel, Path file, String header) throws IOException {
        Type type = Type.of(file, field(file, header, DESCR, "descr"));
        boolean fortran = field(file, header, ORDER, "fortran_order").equals("True");
        int[] shape = shape(file, field(file, header, SHAPE, "shape"));
        long count = 1;
        for (int n : shape) {
            long present = channel.size() - channel.position();
            if (n > 0 && count > present / type.bytes() / n) {
                throw new IOException(file + " is cut short: its header claims the shape " + Arrays.toString(shape)
                        + " of " + type.bytes() + "-byte elements, but " + present + " bytes follow");
            }
            count *= n;
        }
        long surplus = channel.size() - channel.position() - count * type.bytes();
        if (surplus != 0) {
            throw new IOException(file + " has " + surplus + " bytes more than its shape " + Arrays.toString(shape)
                    + " of " + type.bytes() + "-byte elements needs");
        }
        Space space = space(file, shape, type.kind() == 'c');
        float[] data = readElements(channel, file, type, space.zeros());
        return new Image(space, fortran ? reversed(data, shape, space.field().floats()) : data);
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
                throw new IOException(file + " has the shape (" + text + "), which is not a list of axis lengths");
            }
            shape[i] = Integer.parseInt(digits);
        }
        return shape;
    }

    private static Space space(Path file, int[] shape, boolean complex) throws IOException {
        int[] sizes = shape.length == 0 ? new int[] {1} : new int[shape.length];
        for (int i = 0; i < shape.length; i++) {
            sizes[i] = shape[shape.length - 1 - i];
            if (sizes[i] == 0) {
                throw new IOException(file + " holds an empty array of shape " + Arrays.toString(shape));
            }
        }
        try {
            Space space = Space.ofSizes(sizes);
            return complex ? space.complex() : space;
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static float[] readElements(FileChannel channel, Path file, Type type, float[] data) throws IOException {
        int numberBytes = type.kind() == 'c' ? type.bytes() / 2 : type.bytes();
        boolean floating = type.kind() == 'f' || type.kind() == 'c';
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(type.order());
        for (int i = 0; i < data.length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), (long) (data.length - i) * numberBytes));
            Channels.fill(channel, file, buffer, "the values");
            for (; buffer.hasRemaining(); i++) {
                if (floating && numberBytes == 4) {
                    data[i] = buffer.getFloat();
                } else if (floating) {
                    double v = buffer.getDouble();
                    data[i] = (float) v;
                    if (Float.isInfinite(data[i]) && !Double.isInfinite(v)) {
                        throw new IOException(
                                file + " holds the value " + v + ", which is beyond the range of float32");
                    }
                } else {
                    data[i] = integer(buffer, numberBytes, type.kind() == 'i');
                }
            }
        }
        return data;
    }

    private static float integer(ByteBuffer buffer, int bytes, boolean signed) {
        switch (bytes) {
            case 1:
                byte b = buffer.get();
                return signed ? b : Byte.toUnsignedInt(b);
            case 2:
                short s = buffer.getShort();
                return signed ? s : Short.toUnsignedInt(s);
            case 4:
                int n = buffer.getInt();
                return signed ? n : Integer.toUnsignedLong(n);
            default:
                long l = buffer.getLong();
                // An unsigned long above 2^63: halve it, keeping the lowest bit for the rounding, and double the float.
                return signed || l >= 0 ? l : 2f * (float) (l >>> 1 | l & 1);
        }
    }

    /** From first axis fastest to last axis fastest. */
    private static float[] reversed(float[] data, int[] shape, int floats) {
        float[] out = new float[data.length];
        int[] index = new int[shape.length];
        int[] stride = new int[shape.length];
        int s = floats;
        for (int i = 0; i < shape.length; i++) {
            stride[i] = s;
            s *= shape[i];
        }
        for (int o = 0; o < out.length; o += floats) {
            int from = 0;
            for (int i = 0; i < shape.length; i++) {
                from += index[i] * stride[i];
            }
            System.arraycopy(data, from, out, o, floats);
            for (int i = shape.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
                index[i] = 0;
            }
        }
        return out;
    }

    /** Writes an image as float32 or complex64, its first axis as the array's last; the file appears whole or not at all. */
    public static void write(Path file, Image image) throws IOException {
        AtomicFile.write(file, out -> write(out, image));
    }

    private static void write(OutputStream out, Image image) throws IOException {
        int[] sizes = image.space().sizes();
        StringBuilder shape = new StringBuilder();
        for (int i = sizes.length - 1; i >= 0; i--) {
            shape.append(sizes[i]).append(i > 0 ? ", " : sizes.length == 1 ? "," : "");
        }
        String type = image.space().field() == Field.COMPLEX ? "<c8" : "<f4";
        String header =
                String.format(Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", type, shape);
        // The format asks for data at a multiple of 64 bytes: 10 bytes stand before the header, a newline ends it.
        int padding = (64 - (10 + header.length() + 1) % 64) % 64;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
        out.write(text);
        Channels.writeFloats(out, image.data(), ByteOrder.LITTLE_ENDIAN);
    }
}
