package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How a file stores its numbers.
 *
 * @param kind 'f' floating point, 'c' complex, 'i' signed, 'u' unsigned, 'b' truth value
 * @param bytes of one number, of both parts of a complex one
 * @param order of the bytes
 */
record NumberType(char kind, int bytes, ByteOrder order) {
    /** In words, as "16-bit unsigned". */
    String words() {
        return switch (kind) {
            case 'f' -> 8 * bytes + "-bit float";
            case 'c' -> 8 * bytes + "-bit complex";
            case 'u' -> 8 * bytes + "-bit unsigned";
            case 'i' -> 8 * bytes + "-bit signed";
            default -> "boolean";
        };
    }

    /** Bytes of one float of the result: half the number if it is complex. */
    int floatBytes() {
        return kind == 'c' ? bytes / 2 : bytes;
    }

    /**
     * Converts what a buffer holds from its position to its limit.
     *
     * @return the next free index
     * @throws IOException that names the file, if a double is beyond the range of float32
     */
    int convert(Path file, ByteBuffer in, float[] out, int at) throws IOException {
        int size = floatBytes();
        int i = at;
        in.order(order);
        while (in.remaining() >= size) {
            out[i++] = number(file, in, size);
        }
        return i;
    }

    private float number(Path file, ByteBuffer in, int size) throws IOException {
        if (kind != 'f' && kind != 'c') {
            return integer(in, size, kind == 'i');
        }
        if (size == 4) {
            return in.getFloat();
        }
        double v = in.getDouble();
        float f = (float) v;
        if (Float.isInfinite(f) && !Double.isInfinite(v)) {
            throw new IOException(file + " holds the value " + v + ", which is beyond the range of float32");
        }
        return f;
    }

    private static float integer(ByteBuffer in, int bytes, boolean signed) {
        switch (bytes) {
            case 1:
                byte b = in.get();
                return signed ? b : Byte.toUnsignedInt(b);
            case 2:
                short s = in.getShort();
                return signed ? s : Short.toUnsignedInt(s);
            case 4:
                int n = in.getInt();
                return signed ? n : Integer.toUnsignedLong(n);
            default:
                long l = in.getLong();
                // An unsigned long above 2^63: halve it, keeping the lowest bit for the rounding, and double the float.
                return signed || l >= 0 ? l : 2f * (float) (l >>> 1 | l & 1);
        }
    }
}
