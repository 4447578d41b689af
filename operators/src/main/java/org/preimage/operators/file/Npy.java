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
    private Npy() {}

    /** Reads an image; spacings are 1. */
    public static Image read(Path file) throws IOException {
        try (FileChannel channel = Channels.open(file)) {
            NpyHeader header = NpyHeader.read(file, channel);
            Space space = space(file, header.shape(), header.type().kind() == 'c');
            float[] data = space.zeros();
            readNumbers(channel, file, header.type(), data, 0, data.length);
            return new Image(
                    space,
                    header.fortran()
                            ? reversed(data, header.shape(), space.field().floats())
                            : data);
        }
    }

    /** Reads {@code n} floats' worth of numbers from where the channel stands. */
    static void readNumbers(FileChannel channel, Path file, NumberType type, float[] out, int at, int n)
            throws IOException {
        int size = type.floatBytes();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(1 << 16, (long) n * size));
        for (int i = at; i < at + n; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), (long) (at + n - i) * size));
            Channels.fill(channel, file, buffer, "the values");
            i = type.convert(file, buffer, out, i);
        }
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
        out.write(NpyHeader.MAGIC);
        out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
        out.write(text);
        Channels.writeFloats(out, image.data(), ByteOrder.LITTLE_ENDIAN);
    }
}
